"""Ceilings: the year by office, one office's versions and months, adding a version."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.models import User
from core.accounts.rules import Role
from core.regions.models import Office
from sihebat.forms.budget import CeilingForm, MonthsForm
from sihebat.models import READERS, Ceiling
from sihebat.queries import budget as found
from sihebat.rules.money import percent
from sihebat.services import budget
from sihebat.views.common import saved, status_of

FIRST_YEAR, LAST_YEAR = 2000, 2100


def until(year: int) -> date:
    """The day up to which a year is told: today, or its last day."""
    return min(timezone.localdate(), date(year, 12, 31)) if year <= timezone.localdate().year else date(year, 12, 31)


def find_office(user: User, pk: UUID, year: int) -> Office:
    """An office whose budget this person sees; 404 for others and for a year that no budget has."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return get_object_or_404(found.offices_of(user), pk=pk)


@roles(*READERS)
@require_safe
def ceiling_list(request: HttpRequest) -> HttpResponse:
    """Each office's ceiling in a year, and what is spent of it."""
    user, today = person(request), timezone.localdate()
    years = sorted({*found.years_with_ceilings(), today.year}, reverse=True)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else today.year
    on = until(year)
    rows = found.office_years(user, on)
    ceiling, realised = sum(row.ceiling.amount for row in rows), sum(row.realised for row in rows)
    can_edit = user.has_role(Role.BKAD_OFFICER)
    context = {
        "year": year,
        "years": years,
        "on": on,
        "rows": rows,
        "ceiling": ceiling,
        "realised": realised,
        "left": ceiling - realised,
        "used": percent(realised, ceiling),
        "can_edit": can_edit,
        "without": found.offices_without_ceiling(year) if can_edit else [],
    }
    return render(request, "sihebat/ceiling_list.html", context)


@roles(*READERS)
@require_safe
def office_year(request: HttpRequest, office: UUID, year: int) -> HttpResponse:
    """One office in one year: versions of its ceiling, and month by month what was given and spent."""
    user = person(request)
    row = find_office(user, office, year)
    on = until(year)
    versions = found.versions(user, row, year)
    context = {
        "office": row,
        "year": year,
        "list_url": f"{reverse('sihebat:ceilings')}?tahun={year}",
        "on": on,
        "versions": versions,
        "current": next((version for version in versions if version.in_force_from <= on), None),
        "months": found.months_until(user, on, row),
        "summary": next((line for line in found.office_years(user, on) if line.office == row), None),
        "can_edit": user.has_role(Role.BKAD_OFFICER),
    }
    return render(request, "sihebat/office_year.html", context)


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def ceiling_new(request: HttpRequest, office: UUID, year: int) -> HttpResponse:
    """Add a version of an office's ceiling with its months, which begin as the version before had them."""
    user = person(request)
    row = find_office(user, office, year)
    newest = next(iter(found.versions(user, row, year)), None)
    form = CeilingForm(request.POST or None, newest=newest, months=_months_of(newest))
    if saved(request, form, lambda: budget.add_ceiling(row, year, form.said(), by=user)):
        messages.success(request, _("Pagu %(year)d %(office)s tersimpan.") % {"year": year, "office": row.name})
        return redirect("sihebat:office_year", row.pk, year)
    context = {"form": form, "office": row, "year": year, "newest": newest}
    return render(request, "sihebat/ceiling_form.html", context, status=status_of(form))


@roles(Role.BKAD_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def ceiling_months(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the newest version of a ceiling other months."""
    user = person(request)
    ceiling = get_object_or_404(Ceiling.objects.visible_to(user).select_related("office"), pk=pk)
    form = MonthsForm(request.POST or None, months=_months_of(ceiling))
    if saved(request, form, lambda: budget.set_allocations(ceiling, form.months(), by=user)):
        messages.success(request, _("Alokasi bulanan tersimpan."))
        return redirect("sihebat:office_year", ceiling.office_id, ceiling.year)
    context = {"form": form, "ceiling": ceiling, "office": ceiling.office, "year": ceiling.year}
    return render(request, "sihebat/ceiling_form.html", context, status=status_of(form))


def _months_of(ceiling: Ceiling | None) -> list[int] | None:
    if ceiling is None:
        return None
    given = dict(ceiling.allocations.values_list("month", "amount"))
    return [given.get(month, 0) for month in range(1, 13)]
