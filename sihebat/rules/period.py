"""Periods (both days included) and what part of a year's or a month's money belongs to them."""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Self
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


@dataclass(frozen=True)
class Period:
    """From a day to a day. Raises ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("Akhir periode mendahului awalnya.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def years(self) -> range:
        return range(self.start.year, self.end.year + 1)

    def within(self, start: date, end: date) -> int:
        """How many of this period's days lie from `start` to `end`."""
        return max(0, (min(self.end, end) - max(self.start, start)).days + 1)

    def months(self) -> Iterator[tuple[int, int]]:
        """Each (year, month) that this period touches, in order."""
        year, month = self.start.year, self.start.month
        while (year, month) <= (self.end.year, self.end.month):
            yield year, month
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def part_of_year(self, year: int) -> Fraction:
        """The days of `year` in this period over the days of that year."""
        days = self.within(date(year, 1, 1), date(year, 12, 31))
        return Fraction(days, 366 if isleap(year) else 365)

    def part_of_month(self, year: int, month: int) -> Fraction:
        """The days of that month in this period over the days of that month; 1 for a whole month."""
        length = monthrange(year, month)[1]
        return Fraction(self.within(date(year, month, 1), date(year, month, length)), length)

    def whole_months(self) -> Self | None:
        """The months that lie in this period from their first day to their last; None when there is none."""
        start = self.start if self.start.day == 1 else _next_month(self.start)
        ends_with_month = self.end.day == monthrange(self.end.year, self.end.month)[1]
        end = self.end if ends_with_month else self.end.replace(day=1) - timedelta(days=1)
        return type(self)(start, end) if start <= end else None

    def a_year_earlier(self) -> Self:
        """The same days of the year before; 29 February becomes the 28th, and a whole February stays whole."""
        ends_with_month = self.end.day == monthrange(self.end.year, self.end.month)[1]
        return type(self)(_year_before(self.start), _year_before(self.end, last_of_month=ends_with_month))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _year_before(day: date, *, last_of_month: bool = False) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, last if last_of_month else min(day.day, last))
