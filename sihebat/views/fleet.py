"""Vehicles: the list, one vehicle, adding, changing, retiring."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.web.paging import keyset_page
from sihebat.forms.fleet import RetireForm, VehicleFilterForm, VehicleForm
from sihebat.models import READERS, Vehicle
from sihebat.queries import fleet as found
from sihebat.queries.fills import FillFilter, fills
from sihebat.services import fleet
from sihebat.views.common import saved, status_of, tried

LAST_FILLS = 5


def find(request: HttpRequest, pk: UUID) -> Vehicle:
    vehicle: Vehicle = get_object_or_404(Vehicle.objects.visible_to(person(request)).select_related("office"), pk=pk)
    return vehicle


@roles(*READERS)
@require_safe
def vehicle_list(request: HttpRequest) -> HttpResponse:
    """Vehicles of the offices that this person sees, by plate."""
    user = person(request)
    form = VehicleFilterForm(user, request.GET)
    wanted = form.wanted()
    context = {
        "form": form,
        "page": keyset_page(found.vehicles(user, wanted), request),
        "searching": wanted != found.VehicleFilter(),
        "can_edit": user.has_role(Role.BKAD_OFFICER),
    }
    return render(request, "sihebat/vehicle_list.html", context)


@roles(*READERS)
@require_safe
def vehicle_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A vehicle, what it filled this year, and its last fills."""
    user, today = person(request), timezone.localdate()
    vehicle = find(request, pk)
    context = {
        "vehicle": vehicle,
        "today": today,
        "year": found.vehicle_year(vehicle, today.year),
        "fills": fills(user, FillFilter(plate=vehicle.plate))[:LAST_FILLS],
        "can_edit": user.has_role(Role.BKAD_OFFICER),
    }
    return render(request, "sihebat/vehicle_detail.html", context)


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def vehicle_new(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = VehicleForm(user, request.POST or None)
    if vehicle := saved(request, form, lambda: fleet.add_vehicle(form.facts(), by=user)):
        messages.success(request, _("Kendaraan %s terdaftar.") % vehicle.plate)
        return redirect("sihebat:vehicle", vehicle.pk)
    return render(request, "sihebat/vehicle_form.html", {"form": form}, status=status_of(form))


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def vehicle_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, vehicle = person(request), find(request, pk)
    form = VehicleForm(user, request.POST or None, vehicle=vehicle)
    if saved(request, form, lambda: fleet.change_vehicle(vehicle, form.facts(), by=user)):
        messages.success(request, _("Perubahan tersimpan."))
        return redirect("sihebat:vehicle", pk)
    return render(request, "sihebat/vehicle_form.html", {"form": form, "vehicle": vehicle}, status=status_of(form))


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def vehicle_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From today on nobody enters a fill of this vehicle."""
    user, vehicle = person(request), find(request, pk)
    form = RetireForm(request.POST or None)
    if saved(request, form, lambda: fleet.retire_vehicle(vehicle, reason=form.cleaned_data["reason"], by=user)):
        messages.success(request, _("Kendaraan %s tidak dipakai lagi; pengisiannya tetap tercatat.") % vehicle.plate)
        return redirect("sihebat:vehicle", pk)
    return render(request, "sihebat/vehicle_retire.html", {"form": form, "vehicle": vehicle}, status=status_of(form))


@roles(Role.BKAD_OFFICER)
@require_POST
def vehicle_use_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    vehicle = find(request, pk)
    if tried(request, lambda: fleet.use_again(vehicle, by=person(request))):
        messages.success(request, _("Kendaraan %s dipakai lagi.") % vehicle.plate)
    return redirect("sihebat:vehicle", pk)
