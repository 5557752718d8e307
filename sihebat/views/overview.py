"""The year so far, and how the figures are reckoned."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.access import person, public, roles
from core.accounts.rules import Role
from core.web.charts import LineChart, Series
from sihebat.models import READERS, EfficiencyReport
from sihebat.queries import screens
from sihebat.rules.money import percent

MILLION = 1_000_000


@roles(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Ceiling, spending and what is left, for the offices that this person sees."""
    user, today = person(request), timezone.localdate()
    offices = screens.office_years(user, today)
    ceiling, realised = sum(row.ceiling for row in offices), sum(row.realised for row in offices)
    months = screens.months_so_far(user, today)
    chart = LineChart(
        _("Alokasi dan realisasi %d") % today.year,
        [
            Series(_("Alokasi"), [(row["day"], _millions(row["allocated"])) for row in months], reference=True),
            Series(_("Realisasi"), [(row["day"], _millions(row["realised"])) for row in months]),
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


def _millions(amount: int | None) -> int | None:
    return None if amount is None else round(amount / MILLION)


@require_safe
@public
def bases(request: HttpRequest) -> HttpResponse:
    """What each basis means, with the worked example."""
    return render(request, "sihebat/bases.html", {"demo": settings.DEMO})
