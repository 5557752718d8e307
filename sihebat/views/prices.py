"""What a litre costs: at the pump by date, and in the year's budget."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from sihebat.forms.fleet import FuelPriceForm, StandardPriceForm
from sihebat.models import READERS
from sihebat.queries.fleet import pump_prices, standard_prices_of
from sihebat.services import prices
from sihebat.views.common import saved, status_of


@roles(*READERS)
@require_safe
def price_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "today": today,
        "products": pump_prices(today),
        "standard": standard_prices_of(today.year),
        "can_edit": person(request).has_role(Role.BKAD_OFFICER),
    }
    return render(request, "sihebat/price_list.html", context)


@roles(Role.STATION_ATTENDANT)
@require_safe
def station(request: HttpRequest) -> HttpResponse:
    """What an attendant may count on today: the prices, and that coupons are not redeemed here yet."""
    today = timezone.localdate()
    return render(request, "sihebat/station.html", {"today": today, "products": pump_prices(today)})


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def price_new(request: HttpRequest) -> HttpResponse:
    """A pump price from a day on."""
    user = person(request)
    form = FuelPriceForm(request.POST or None)
    if saved(request, form, lambda: prices.add_fuel_price(**form.cleaned_data, by=user)):
        messages.success(request, _("Harga tersimpan. Tanda pada pengisian sejak tanggal itu diperiksa ulang."))
        return redirect("sihebat:prices")
    context = {"form": form, "title": _("Catat harga BBM")}
    return render(request, "sihebat/price_form.html", context, status=status_of(form))


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def standard_price_new(request: HttpRequest) -> HttpResponse:
    """The price that a year's budget reckons with."""
    user = person(request)
    form = StandardPriceForm(request.POST or None)
    if saved(request, form, lambda: prices.add_standard_price(**form.cleaned_data, by=user)):
        messages.success(request, _("Harga standar tersimpan. Laporan yang sudah dibekukan tidak berubah."))
        return redirect("sihebat:prices")
    context = {"form": form, "title": _("Catat harga standar")}
    return render(request, "sihebat/price_form.html", context, status=status_of(form))
