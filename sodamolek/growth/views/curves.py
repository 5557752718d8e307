"""Growth curves: a child's measurements over WHO's lines."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.web.charts import LineChart, Series
from sodamolek.growth.models import Child, Measurement
from sodamolek.growth.rules.gain import DAYS_A_MONTH
from sodamolek.growth.rules.tables import OLDEST, Lms, by_day
from sodamolek.growth.rules.zscores import SHIFT, STANDING_FROM, measurement_at

LINES = (-3, -2, 0, 2, 3)
AHEAD = 6  # months of the lines beyond the child's age


def height_curve(child: Child, measured: Iterable[Measurement]) -> LineChart | None:
    """Length or height for age; measured the other way, it is drawn as it counts."""
    points = [(row.age_days, _as_counted(row)) for row in measured if row.lenhei is not None]
    return _curve(_("Tinggi menurut umur"), _("cm"), by_day("lhfa", child.sex), points)


def weight_curve(child: Child, measured: Iterable[Measurement]) -> LineChart | None:
    """Weight for age."""
    points = [(row.age_days, float(row.weight)) for row in measured if row.weight is not None and not row.oedema]
    return _curve(_("Berat menurut umur"), _("kg"), by_day("wfa", child.sex), points)


def _as_counted(row: Measurement) -> float:
    lenhei = float(row.lenhei or 0)
    if row.age_days < STANDING_FROM:
        return lenhei + SHIFT if row.way == "h" else lenhei
    return lenhei - SHIFT if row.way == "l" else lenhei


def _curve(title: str, unit: str, table: Sequence[Lms], points: list[tuple[int, float]]) -> LineChart | None:
    if not points:
        return None
    last = min(OLDEST, max(day for day, _value in points) + round(AHEAD * DAYS_A_MONTH))
    months = range(int(last / DAYS_A_MONTH) + 1)
    lines = [
        Series(
            _("garis z %s") % _sign(z),
            [(month, round(measurement_at(z, table[round(month * DAYS_A_MONTH)]), 2)) for month in months],
            reference=True,
            end_label=_sign(z),
        )
        for z in LINES
    ]
    own = Series(_("Anak ini"), [(round(day / DAYS_A_MONTH, 1), value) for day, value in points])
    return LineChart(
        title,
        [*lines, own],
        unit,
        1,
        _("umur (bulan)"),
        note=_("Garis: standar pertumbuhan WHO 2006. Garis 0 adalah tengahnya."),
    )


def _sign(z: int) -> str:
    return f"+{z}" if z > 0 else f"−{-z}" if z else "0"
