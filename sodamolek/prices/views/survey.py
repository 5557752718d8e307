"""The surveyor's round: a form for a phone that also works without a line (static/js/prices.js)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, public, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.workflow import IllegalMove
from sodamolek.prices import queries, services
from sodamolek.prices.forms import CorrectionForm, RoundForm
from sodamolek.prices.models import Market, Round
from sodamolek.prices.workflow import ROUND


@roles(Role.SURVEYOR)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Today's markets, and one's own rounds."""
    user = person(request)
    done = queries.markets_done(timezone.localdate())
    context = {
        "markets": [(market, market.pk in done) for market in Market.objects.visible_to(user)],
        "page": keyset_page(queries.own_rounds(user), request),
        "today": timezone.localdate(),
    }
    return render(request, "prices/round_list.html", context)


@roles(Role.SURVEYOR)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """One round. The page's script posts the same form and asks for JSON."""
    asked = request.POST.get("market") or request.GET.get("pasar") or ""
    markets = Market.objects.visible_to(person(request))
    market = markets.filter(code=asked).first() or markets.first()
    commodities = queries.last_prices(market, timezone.localdate()) if market else []
    form = RoundForm(request.POST or None, commodities=commodities, initial={"market": market.code if market else ""})
    if request.method == "POST" and form.is_valid():
        try:
            clean = form.cleaned_data
            sheet = services.Sheet(clean["market"], clean["day"], form.prices, clean["token"], clean["note"])
            sent = services.submit_round(sheet, by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            return _sent(request, sent)
    if request.method == "POST" and _wants_json(request):
        return JsonResponse({"errors": [text for errors in form.errors.values() for text in errors]}, status=400)
    return render(request, "prices/round_new.html", {"form": form, "market": market})


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the form for a phone without a line; its address gives it /harga/survei/ and no more."""
    return render(request, "prices/worker.js", content_type="text/javascript; charset=utf-8")


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _sent(request: HttpRequest, sent: services.Sent) -> HttpResponse:
    address = reverse("prices:round", args=[sent.round.pk])
    if _wants_json(request):
        return JsonResponse({"url": address, "repeated": sent.repeated})
    messages.success(request, _("Harga terkirim. TPID akan memeriksanya sebelum tampil untuk umum."))
    return redirect(address)


@roles(Role.SURVEYOR)
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of one's own rounds, with what may be done with it."""
    row = _own(request, pk)
    context = {
        "row": row,
        "rows": queries.check_rows(row),
        "may_correct": "resubmit" in ROUND.available(row, person(request)),
    }
    return render(request, "prices/round_detail.html", context)


def _own(request: HttpRequest, pk: UUID) -> Round:
    user = person(request)
    rows = Round.objects.visible_to(user).filter(owner_id=user.pk)
    return get_object_or_404(rows.select_related("market", "decided_by"), pk=pk)


@roles(Role.SURVEYOR)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mend a returned round and send it again."""
    row = _own(request, pk)
    if "resubmit" not in ROUND.available(row, person(request)):
        messages.warning(request, _("Putaran ini tidak menunggu perbaikan."))
        return redirect("prices:round", pk=row.pk)
    kept = {f"price_{code}": price for code, price in row.quotes.values_list("commodity__code", "price")}
    initial: dict[str, Any] = {**kept, "note": row.note}
    form = CorrectionForm(request.POST or None, commodities=queries.last_prices(row.market, row.day), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.resubmit_round(row, form.prices, by=person(request), note=form.cleaned_data["note"])
        except IllegalMove as error:
            messages.warning(request, error.messages[0])
            return redirect("prices:round", pk=row.pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Perbaikan terkirim."))
            return redirect("prices:round", pk=row.pk)
    return render(request, "prices/round_correct.html", {"form": form, "row": row})
