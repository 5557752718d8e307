"""The city's stunting figure as everybody sees it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.access import public
from core.regions.queries import kelurahan_list
from core.web.charts import LineChart, Series
from sodamolek.growth.forms import MonthForm
from sodamolek.growth.models import Publication
from sodamolek.growth.queries.official import official_figures
from sodamolek.growth.rules.publishing import SMALLEST

MONTHS = 24


@public
@require_safe
def stunting(request: HttpRequest) -> HttpResponse:
    """The latest published month, or the one asked for, by kelurahan."""
    published = list(Publication.objects.visible_to(None)[:MONTHS])
    asked = MonthForm.month_from(request.GET, date.max)
    row = next((item for item in published if item.month == asked), published[0] if published else None)
    context = {
        "row": row,
        "published": published,
        "rows": _rows(row) if row else [],
        "values": {code: cell[0] * 100 / cell[1] for code, cell in row.cells.items() if cell} if row else {},
        "official": official_figures(),
        "trend": _trend(),
        "smallest": SMALLEST,
    }
    return render(request, "growth/stunting.html", context)


def _rows(row: Publication) -> list[tuple[str, str, list[int] | None, float | None]]:
    """Kelurahan with figures or with hidden ones; where nobody was measured there is no row."""
    return [
        (region.name, region.parent.name if region.parent else "", cell, cell[0] * 100 / cell[1] if cell else None)
        for region in kelurahan_list()
        if region.code in row.cells
        for cell in [row.cells[region.code]]
    ]


def _trend() -> LineChart:
    points = [(figure.day, figure.percent) for figure in official_figures()]
    return LineChart(
        _("Angka resmi kota menurut tahun"), [Series(_("Stunting"), points)], _("persen"), 1, from_zero=True,
        note=_("Dinas Kesehatan Kota Kupang, sebagaimana dikutip pers; sumbernya di tabel di bawah."),
    )  # fmt: skip
