"""Pages that need no account: the catalogue, a kind of letter, tracking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.accounts.access import public
from core.accounts.limiter import client_ip
from core.http import too_many_requests
from core.references import normal_reference
from sodamolek.letters import queries, services
from sodamolek.letters.forms.citizen import StartForm, TrackForm
from sodamolek.letters.models import LetterKind
from sodamolek.letters.services.tracking import WINDOW
from sodamolek.letters.views.feedback import TRACKED


@public
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Kinds of letters; `q` searches by purpose. Where nothing fits, all of them stand under the advice."""
    words = request.GET.get("q", "")[:100].strip()
    found = queries.find_kinds(words)
    context = {"found": found, "shown": found or queries.find_kinds(""), "words": words}
    return render(request, "letters/kind_list.html", context)


@public
@require_GET
def kind(request: HttpRequest, code: str) -> HttpResponse:
    """What a letter is for, what it needs and what the office promises."""
    found = get_object_or_404(LetterKind.objects.visible_to(None), code=code.upper())
    resident = queries.resident_of(request.user)
    context = {
        "kind": found,
        "spec": found.spec,
        "resident": resident,
        "office": queries.office_for(resident, found.spec) if resident else None,
        "form": StartForm(),
    }
    return render(request, "letters/kind_detail.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest, reference: str = "") -> HttpResponse:
    """The state of a request by reference and PIN; shows nothing personal."""
    initial = {"reference": normal_reference(reference)} if reference else {}
    form = TrackForm(request.POST or None, initial=initial)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = services.track(form.cleaned_data["reference"], form.cleaned_data["pin"], address=client_ip(request))
        except services.TooManyTriesError:
            return too_many_requests(request, retry_after=WINDOW)
        if found is None:
            form.add_error(None, _("Nomor permohonan dan PIN tidak cocok. Periksa lagi tanda terima Anda."))
        elif found.may_rate:
            request.session[TRACKED] = [str(found.pk), found.pin_version]
    return render(request, "letters/request_track.html", {"form": form, "found": found})
