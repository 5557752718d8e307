"""The year so far."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.web.charts import LineChart, Series
from sihebat.models import READERS, EfficiencyReport
from sihebat.queries import budget
from sihebat.rules.money import percent

MILLION = 1_000_000


@roles(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Ceiling, spending and what is left, for the offices that this person sees."""
    user, today = person(request), timezone.localdate()
    offices = budget.office_years(user, today)
    ceiling, realised = sum(row.ceiling.amount for row in offices), sum(row.realised for row in offices)
    months = budget.months_until(user, today)
    chart = LineChart(
        _("Alokasi dan realisasi %d") % today.year,
        [
            Series(_("Alokasi"), _points(today.year, months, "allocated"), reference=True),
            Series(_("Realisasi"), _points(today.year, months, "realised")),
        ],
        unit=_("juta rupiah"),
        from_zero=True,
        note=_("Sumber: pengisian tercatat sampai hari ini; bulan berjalan belum lengkap."),
    )
    context = {
        "today": today,
        "offices": offices,
        "ceiling": ceiling,
        "realised": realised,
        "left": ceiling - realised,
        "used": percent(realised, ceiling),
        "chart": chart,
        "reports": EfficiencyReport.objects.visible_to(user).select_related("office", "job")[:5],
        "can_ask": user.has_role(Role.BKAD_OFFICER),
        "can_fill": user.has_role(Role.FUEL_CLERK),
        "demo": settings.DEMO,
    }
    return render(request, "sihebat/overview.html", context)


def _points(year: int, months: list[budget.Month], name: str) -> list[tuple[date, int | None]]:
    """A column of the months in millions of rupiah."""
    amounts = [(row.number, getattr(row, name)) for row in months]
    return [(date(year, month, 1), None if amount is None else round(amount / MILLION)) for month, amount in amounts]
