"""Figures about the service: periods, shares, and how long letters take. No database."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add

from django.utils.translation import gettext as _

from core.wording import MONTHS

# Upper edges in minutes of working time; the last group is open. As in the migration that counts them.
EDGES = (*range(15, 481, 15), *range(540, 2881, 60), *range(3360, 9601, 480))
GROUPS = len(EDGES) + 1
_NAME = re.compile(r"(20[0-9][0-9])(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Span:
    """A month, a quarter or a year, by its first month and the month after its last."""

    name: str
    label: str
    first: date
    after: date


@dataclass(frozen=True)
class Counts:
    """What happened in a span. `times` are counts by group of EDGES; empty where they are not kept."""

    received: int = 0
    finished: int = 0
    returned: int = 0
    refused: int = 0
    in_time: int = 0
    first_right: int = 0
    times: tuple[int, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        both = self.times and other.times
        times = tuple(map(add, self.times, other.times)) if both else self.times or other.times
        return Counts(
            self.received + other.received,
            self.finished + other.finished,
            self.returned + other.returned,
            self.refused + other.refused,
            self.in_time + other.in_time,
            self.first_right + other.first_right,
            times,
        )

    @property
    def in_time_share(self) -> Decimal | None:
        return percent(self.in_time, self.finished)

    @property
    def first_right_share(self) -> Decimal | None:
        return percent(self.first_right, self.finished)

    @property
    def median(self) -> str:
        return quantile_text(self.times, 50)

    @property
    def p90(self) -> str:
        return quantile_text(self.times, 90)


def total(parts: Iterable[Counts]) -> Counts:
    return reduce(Counts.__add__, parts, Counts())


def percent(part: int, whole: int) -> Decimal | None:
    """With two decimals, half up; None of nothing."""
    return Decimal((20000 * part + whole) // (2 * whole)).scaleb(-2) if whole else None


def group_of(minutes: int) -> int:
    """The group of EDGES in which a time falls: the first edge that it does not pass."""
    return bisect_left(EDGES, minutes)


def single(group: int | None) -> tuple[int, ...]:
    """The counts of one time, by its group; of nothing for None."""
    return tuple(int(place == group) for place in range(GROUPS))


def quantile(times: Sequence[int], share: int) -> int | None:
    """The group in which the smallest time lies that `share` percent of all do not pass; None without times."""
    needed, seen = sum(times) * share, 0
    for group, count in enumerate(times):
        seen += count
        if count and seen * 100 >= needed:
            return group
    return None


def quantile_text(times: Sequence[int], share: int) -> str:
    """Its upper edge in words, which is why it says "at most"."""
    group = quantile(times, share)
    if group is None:
        return "–"
    if group == len(EDGES):
        return str(_("lebih dari %d jam") % (EDGES[-1] // 60))
    hours, minutes = divmod(EDGES[group], 60)
    parts = [_("%d jam") % hours] if hours else []
    parts += [_("%d menit") % minutes] if minutes else []
    return " ".join(parts)


def span(name: str) -> Span | None:
    """`2026-11`, `2026-T4` or `2026`; None for anything else."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    year = int(found[1])
    if found[2]:
        quarter = int(found[2])
        label = _("triwulan %(number)d %(year)d") % {"number": quarter, "year": year}
        return Span(name, label, date(year, 3 * quarter - 2, 1), _months_later(year, 3 * quarter + 1))
    if found[3]:
        month = int(found[3])
        return Span(name, f"{MONTHS[month - 1]} {year}", date(year, month, 1), _months_later(year, month + 1))
    return Span(name, _("tahun %d") % year, date(year, 1, 1), date(year + 1, 1, 1))


def _months_later(year: int, month: int) -> date:
    """The first of a month, where 13 is January of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def choices(today: date) -> list[Span]:
    """What can be chosen: this month and the 11 before it, four quarters, two years."""
    last = today.year * 12 + today.month - 1
    names = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(last, last - 12, -1)]
    quarter = today.year * 4 + (today.month - 1) // 3
    names += [f"{one // 4}-T{one % 4 + 1}" for one in range(quarter, quarter - 4, -1)]
    names += [str(today.year), str(today.year - 1)]
    return [found for found in map(span, names) if found]
