"""The evaluation's figures as the portal's charts."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from core.web.charts import Bar, BarChart, HeatTable, RadarChart, RadarSeries
from smartcity_eval.models import Assessment
from smartcity_eval.queries.scores import Report, YearRow, report
from smartcity_eval.rules.instrument import HIGHEST, LOWEST
from smartcity_eval.rules.scoring import Score, rounded


def said_of(row: Assessment) -> str:
    """“simulasi”, “simulasi, contoh” or “resmi”: stands on every figure."""
    return row.get_nature_display() + (f", {_('contoh')}" if row.is_sample else "")


def aspects_radar(told: Report, after: Score | None = None) -> RadarChart:
    """The aspects from 0 to 5, with what would be beside what is."""
    series = [RadarSeries(_("Sekarang") if after else _("Nilai"), [part.value for part in told.aspects])]
    if after is not None:
        series.append(RadarSeries(_("Andai-andai"), [rounded(after.aspects[a.no]) for a in told.spec.aspects]))
    target = told.spec.target
    return RadarChart(
        title=_("Nilai tiap aspek (%s)") % said_of(told.assessment),
        axes=[aspect.name for aspect in told.spec.aspects],
        series=series,
        maximum=HIGHEST,
        decimals=2,
        band=None if target is None else (target, HIGHEST),
        band_name="" if target is None else _("Target nasional dan di atasnya"),
    )


def years_bars(rows: Iterable[YearRow]) -> BarChart:
    """The published indices in their order, on the whole scale: the reference draws it up to 5."""
    bars = []
    for row in rows:
        here = row.assessment
        label = f"{here.instrument.name} {here.year} ({said_of(here)})"
        bars.append(Bar(label, row.index, HIGHEST))
    return BarChart(
        title=_("Indeks yang sudah terbit"),
        bars=bars,
        decimals=2,
        value_name=_("Indeks"),
        reference_name=_("Nilai tertinggi, 5"),
        label_name=_("Penilaian"),
    )


def aspects_heat(rows: Iterable[Assessment]) -> HeatTable | None:
    """Aspects by year, of the newest assessment's instrument only: other instruments have other aspects."""
    told = [report(row) for row in rows]
    if not told:
        return None
    same = [one for one in told if one.assessment.instrument_id == told[0].assessment.instrument_id][::-1]
    lines: list[tuple[str, list[Decimal | None]]] = [
        (aspect.name, [rounded(one.score.aspects[aspect.no]) for one in same]) for aspect in told[0].spec.aspects
    ]
    return HeatTable(
        title=_("Aspek dari tahun ke tahun, %s") % told[0].spec.name,
        columns=[f"{one.assessment.year} ({said_of(one.assessment)})" for one in same],
        rows=lines,
        decimals=2,
        low=LOWEST,
        high=HIGHEST,
        corner=_("Aspek"),
    )
