"""Fills: the list, one fill with its history, entering and correcting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.web.paging import keyset_page
from sihebat.forms.fills import CorrectionForm, FillFilterForm, FillForm
from sihebat.models import READERS, Fill
from sihebat.queries import fills as found
from sihebat.queries.fleet import vehicles_in_use
from sihebat.rules.flags import Flag
from sihebat.services import fills
from sihebat.views.common import saved, status_of

MOST_SUGGESTED = 300


@roles(*READERS)
@require_safe
def fill_list(request: HttpRequest) -> HttpResponse:
    """Fills of the offices that this person sees, newest first."""
    user = person(request)
    form = FillFilterForm(user, request.GET)
    wanted = form.wanted()
    context = {
        "form": form,
        "page": keyset_page(found.fills(user, wanted), request),
        "searching": bool(wanted),
        "can_fill": user.has_role(Role.FUEL_CLERK),
    }
    return render(request, "sihebat/fill_list.html", context)


@roles(*READERS)
@require_safe
def fill_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One fill, its flags explained, and every revision of it."""
    user = person(request)
    rows = Fill.objects.visible_to(user).select_related("vehicle", "office", "created_by", "batch")
    fill = get_object_or_404(rows, pk=pk)
    context = {
        "fill": fill,
        "flags": [(flag.label, fill.flags[flag]) for flag in Flag if flag in fill.flags],
        "revisions": found.revisions(fill),
        "can_correct": fill.is_current and user.has_role(Role.FUEL_CLERK, office_id=fill.office_id),
    }
    return render(request, "sihebat/fill_detail.html", context)


@roles(Role.FUEL_CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def fill_new(request: HttpRequest) -> HttpResponse:
    """Enter a fill from its receipt."""
    user = person(request)
    form = FillForm(user, request.POST or None, initial={"filled_at": timezone.localtime()})
    if fill := saved(request, form, lambda: fills.enter_fill(form.entry(), by=user)):
        messages.success(request, _("Pengisian %s tersimpan.") % fill.vehicle.plate)
        return redirect("sihebat:fill", fill.pk)
    context = {"form": form, "vehicles": vehicles_in_use(user)[:MOST_SUGGESTED]}
    return render(request, "sihebat/fill_form.html", context, status=status_of(form))


@roles(Role.FUEL_CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def fill_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a corrected fill in the place of one; the original stays readable."""
    user = person(request)
    rows = Fill.objects.visible_to(user).filter(office_id__in=user.offices_with(Role.FUEL_CLERK))
    original = get_object_or_404(rows.select_related("vehicle", "office"), pk=pk)
    form = CorrectionForm(user, original, request.POST or None)
    if fill := saved(
        request,
        form,
        lambda: fills.correct_fill(original, form.entry(), reason=form.cleaned_data["reason"], by=user),
    ):
        messages.success(request, _("Koreksi tersimpan; aslinya tetap dapat dibaca."))
        return redirect("sihebat:fill", fill.pk)
    context = {"form": form, "original": original, "vehicles": vehicles_in_use(user)[:MOST_SUGGESTED]}
    return render(request, "sihebat/fill_form.html", context, status=status_of(form))
