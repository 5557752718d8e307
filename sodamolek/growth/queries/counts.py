"""The SKDN sheet of a month."""

from dataclasses import dataclass
from datetime import date, timedelta

from sodamolek.growth.models import Child, Measurement, Posyandu
from sodamolek.growth.queries.lists import active_children, two_not_gained
from sodamolek.growth.rules.categories import is_below_red_line
from sodamolek.growth.rules.gain import Gain, months_before


@dataclass(frozen=True)
class MonthSheet:
    """S: children under five; K: with a growth card; D: weighed; N, T, O, B: the marks of those weighed."""

    month: date
    s: int
    k: int
    d: int
    marks: dict[str, int]
    two_t: list[Child]
    below_line: list[Child]
    absent: list[Child]

    @property
    def n(self) -> int:
        return self.marks["N"]

    @property
    def participation(self) -> float | None:
        """D/S in percent: how many came."""
        return self.d * 100 / self.s if self.s else None

    @property
    def coverage(self) -> float | None:
        """K/S in percent: how many have the card."""
        return self.k * 100 / self.s if self.s else None

    @property
    def success(self) -> float | None:
        """N/D in percent: how many of those weighed gained enough."""
        return self.n * 100 / self.d if self.d else None


def month_sheet(posyandu: Posyandu, month: date) -> MonthSheet:
    """The sheet of `posyandu` for the month that begins on `month`; three queries. The last weighing counts."""
    last = months_before(month, -1) - timedelta(days=1)
    children = active_children([posyandu], month, last)
    known = {child.pk: child for child in children}
    rows = Measurement.objects.filter(
        child__in=children, session__isnull=False, weight__isnull=False, day__range=(month, last)
    ).order_by("day")
    weighed = {row.child_id: row for row in rows}
    marks = dict.fromkeys(Gain.values, 0)
    for row in weighed.values():
        if row.gain:
            marks[row.gain] += 1
    by_name = sorted(known.values(), key=lambda child: child.name.casefold())
    twice = two_not_gained(children, month, last)
    return MonthSheet(
        month,
        s=len(known),
        k=sum(child.has_card for child in known.values()),
        d=len(weighed),
        marks=marks,
        two_t=[child for child in by_name if child.pk in twice],
        below_line=[child for child in by_name if child.pk in weighed and is_below_red_line(weighed[child.pk].scores)],
        absent=[child for child in by_name if child.pk not in weighed],
    )
