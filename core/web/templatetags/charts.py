"""Charts drawn on the server: `{% load charts %}{% line_chart chart %}` (docs/DESIGN_SYSTEM.md, "Charts").

Each draws an object of `core.web.charts` as SVG without style or script, with the same figures as a table.
"""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.base import uuid7
from core.web import charts
from core.web.charts.scale import X, number, position

register = template.Library()
TICK_FORMATS = {"day": "j M", "month": "M Y", "year": "Y"}


def _frame(chart: Any) -> dict[str, Any]:
    return {"chart": chart, "id": f"grafik-{uuid7().hex[-12:]}"}


def _name(x: X) -> str:
    return date_format(x, "j F Y") if isinstance(x, date) else number(x, 0 if x == int(x) else 1)


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


@register.inclusion_tag("components/chart_line.html")
def line_chart(chart: charts.LineChart) -> dict[str, Any]:
    """Lines over dates or numbers; a value of None is a gap."""
    layout = charts.line_layout(chart)
    if layout is None:
        return {**_frame(chart), "layout": None}
    values = {series.name: {position(x): value for x, value in series.points} for series in chart.series}
    places = {position(x): x for series in chart.series for x, _value in series.points}
    return {
        **_frame(chart),
        "layout": layout,
        "x_ticks": [
            (tick.at, tick.anchor, date_format(tick.day, TICK_FORMATS[layout.x_kind]) if tick.day else tick.text)
            for tick in layout.x_ticks
        ],
        "lines": [
            {"line": line, "marks": [(m.d, f"{_name(m.x)}: {number(m.value, chart.decimals)}") for m in line.marks]}
            for line in layout.lines
        ],
        "first": _name(places[min(places)]),
        "last": _name(places[max(places)]),
        "headers": [
            chart.x_label or (_("Tanggal") if layout.x_kind != "number" else "x"),
            *(_with_unit(series.name, chart.unit) for series in chart.series),
        ],
        "rows": [
            [_name(x), *(number(values[series.name].get(place), chart.decimals) for series in chart.series)]
            for place, x in sorted(places.items())
        ],
    }


@register.inclusion_tag("components/chart_bar.html")
def bar_chart(chart: charts.BarChart) -> dict[str, Any]:
    """Horizontal bars with label and value; a reference is a line across the bar."""
    references = any(bar.reference is not None for bar in chart.bars)
    headers = [chart.label_name or _("Nama"), _with_unit(chart.value_name or _("Nilai"), chart.unit)]
    rows = [[bar.label, number(bar.value, chart.decimals)] for bar in chart.bars]
    if references:
        headers.append(_with_unit(chart.reference_name or _("Pembanding"), chart.unit))
        rows = [[*row, number(bar.reference, chart.decimals)] for row, bar in zip(rows, chart.bars, strict=True)]
    return {
        **_frame(chart),
        "layout": charts.bar_layout(chart),
        "references": references,
        "headers": headers,
        "rows": rows,
    }


@register.inclusion_tag("components/chart_radar.html")
def radar_chart(chart: charts.RadarChart) -> dict[str, Any]:
    """Polygons over three axes or more, with the band to be reached."""
    return {
        **_frame(chart),
        "layout": charts.radar_layout(chart),
        "headers": [_("Sumbu"), *(_with_unit(series.name, chart.unit) for series in chart.series)],
        "rows": [
            [label, *(number(series.values[index], chart.decimals) for series in chart.series)]
            for index, label in enumerate(chart.axes)
        ],
    }


@register.inclusion_tag("components/chart_heat.html")
def heat_table(chart: charts.HeatTable) -> dict[str, Any]:
    """A table whose cells are shaded by value."""
    return {**_frame(chart), "layout": charts.heat_layout(chart)}
