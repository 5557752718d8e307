"""Pages that everybody reads: the archive, a verdict, the feed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import public
from core.accounts.limiter import client_ip, hit
from core.http import too_many_requests
from core.web.charts import Bar, BarChart
from core.web.paging import keyset_page
from kabashoax.forms.public import SearchForm
from kabashoax.models import Claim
from kabashoax.queries import archive
from kabashoax.queries import statistics as stats
from kabashoax.rules import claimreview
from kabashoax.rules.verdicts import MEANINGS, Kind, tone, waited_text
from kabashoax.services import claims

FEED_SIZE = 30
SEARCHES, WINDOW = 60, 60


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The archive, newest first; `q` searches it by likeness, `hasil` narrows to one kind of verdict."""
    form = SearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words, kind = wanted.get("q", ""), wanted.get("hasil", "")
    context = {"form": form, "words": words, "kind": kind, "kinds": Kind.choices}
    if words:
        if not hit("kabashoax.search", client_ip(request), limit=SEARCHES, seconds=WINDOW):
            return too_many_requests(request, retry_after=WINDOW)
        context["rows"] = archive.search(words, kind)
    else:
        context["page"] = page = keyset_page(archive.archive(kind), request)
        context["rows"] = page.rows
    for row in context["rows"]:
        row.tone = tone(row.verdict)
    return render(request, "kabashoax/claim_list.html", context)


@public
@require_safe
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """A verdict with its sources and the history of its corrections."""
    row = get_object_or_404(archive.page_of(Claim.objects.visible_to(None)), slug=slug)
    versions = list(row.verdicts.all())
    url = request.build_absolute_uri(reverse("kabashoax:claim", args=[row.slug]))
    review = claimreview.claim_review(
        claim=row.title,
        verdict=row.verdict,
        label=row.get_verdict_display(),
        url=url,
        published_on=localdate(versions[0].published_at),
        seen_on=row.first_seen_on,
        publisher=row.office.name,
        sources=[source.url for source in row.sources.all() if source.url],
    )
    context = {
        "row": row,
        "verdict": versions[0],
        "older": versions[1:],
        "meaning": MEANINGS[Kind(row.verdict)],
        "tone": tone(row.verdict),
        "url": url,
        # Escaped by claimreview.embedded; a data block that no browser runs.
        "review": SafeString(claimreview.embedded(review)),
    }
    return render(request, "kabashoax/claim_detail.html", context)


@public
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What was reported and found in the last twelve months, and how long it took."""
    found = stats.statistics(localdate())
    labels = dict(Kind.choices)
    kinds = [(str(labels[kind]), count) for kind, count in found.kinds]
    chart = BarChart(
        _("Hasil pemeriksaan menurut jenis"),
        [Bar(label, count) for label, count in kinds],
        value_name=_("Hasil"),
        label_name=_("Jenis"),
    )
    context = {
        "found": found,
        "today": localdate(),
        "chart": chart if kinds else None,
        "columns": [(kind, labels[kind]) for kind, _count in found.kinds],
        "rows": [(month, [month.kinds[kind] for kind, _count in found.kinds]) for month in found.months],
        "waited": waited_text(found.median),
    }
    return render(request, "kabashoax/statistics.html", context)


@public
@require_POST
def echo(request: HttpRequest, slug: str) -> HttpResponse:
    """ "It reached me too": counted once a day for each address."""
    row = get_object_or_404(Claim.objects.visible_to(None), slug=slug)
    if claims.count_echo(row, address=client_ip(request)):
        messages.success(request, _("Terima kasih. Kami mencatat bahwa kabar ini sampai juga kepada Anda."))
    else:
        messages.info(request, _("Sudah tercatat hari ini. Terima kasih."))
    return redirect("kabashoax:claim", row.slug)


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest verdicts as an Atom feed."""
    home = request.build_absolute_uri(reverse("kabashoax:index"))
    atom = Atom1Feed(
        title=_("Kabas Hoax Kota Kupang"),
        link=home,
        description="",
        subtitle=_("Hasil pemeriksaan kabar yang beredar di Kota Kupang"),
        language="id",
        feed_url=request.build_absolute_uri(),
    )
    for row in archive.newest(FEED_SIZE):
        link = request.build_absolute_uri(reverse("kabashoax:claim", args=[row.slug]))
        atom.add_item(
            title=f"[{row.get_verdict_display()}] {row.title}",
            link=link,
            unique_id=f"urn:uuid:{row.pk}",
            description=row.summary,
            pubdate=row.published_at,
            updateddate=row.revised_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
