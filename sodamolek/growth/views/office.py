"""The SKDN sheet of a posyandu, and prevalence by kelurahan for those who plan by it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from sodamolek.growth import queries, services
from sodamolek.growth.forms import MonthForm
from sodamolek.growth.models import STAFF, Child, Publication
from sodamolek.growth.rules.gain import month_of, months_before
from sodamolek.growth.rules.publishing import total_of
from sodamolek.growth.views.children import posyandu_or_404


def _month(request: HttpRequest, otherwise: date | None = None) -> date:
    """The month asked for, else `otherwise`, else this one; this one at the latest."""
    this = month_of(timezone.localdate())
    return min(MonthForm.month_from(request.GET, otherwise or this), this)


def _around(month: date) -> dict[str, date | None]:
    """The month with its neighbours, for the template."""
    following = months_before(month, -1)
    known = following <= month_of(timezone.localdate())
    return {"month": month, "previous": months_before(month, 1), "following": following if known else None}


@roles(*STAFF)
@require_safe
@never_cache
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The month's SKDN sheet with the children who need a visit."""
    posyandu, month = posyandu_or_404(request, pk), _month(request)
    found = queries.month_sheet(posyandu, month)
    return render(request, "growth/sheet.html", {"posyandu": posyandu, "sheet": found, **_around(month)})


@roles(Role.PUSKESMAS, Role.DINKES)
@require_safe
@never_cache
def prevalence(request: HttpRequest) -> HttpResponse:
    """Exact counts for those who may see the children behind them; what is published is another page."""
    user = person(request)
    # Until the posyandu have weighed, this month is empty and shows nothing to act on.
    month = _month(request, queries.latest_month(user))
    rows = queries.kelurahan_rows(Child.objects.visible_to(user), month)
    context = {
        **_around(month),
        "rows": rows,
        "total": total_of({row.code: row.cell for row in rows}),
        "waiting": sum(row.waiting for row in rows),
        "values": {row.code: row.cell.percent for row in rows},
        "today": timezone.localdate(),
        "published": Publication.objects.visible_to(user).filter(month=month).first(),
        "may_publish": user.has_role(Role.DINKES) and month < month_of(timezone.localdate()),
    }
    return render(request, "growth/prevalence.html", context)


@roles(Role.DINKES)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Freeze the month's figure for everybody."""
    month = MonthForm.month_from(request.POST, month_of(timezone.localdate()))
    try:
        services.publish(month, by=person(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("growth:prevalence")
    messages.success(request, _("Angka terbit untuk umum; sel kecil disembunyikan."))
    return redirect("growth:public")
