"""ISO weeks (Monday to Sunday) and the month that each is compared with."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# A thousand years to either side, so that no month before or day after a week leaves the calendar.
PATTERN = re.compile(r"([12][0-9]{3})-W([0-9]{2})")


@dataclass(frozen=True, order=True)
class Week:
    """A week by the Monday it begins with; `Week.parse("2025-W30")`."""

    first: date

    @classmethod
    def parse(cls, text: str) -> "Week":
        """The week written as ISO 8601 does; ValueError for anything else, also for a week 53 that a year lacks."""
        found = PATTERN.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        year, number, _day = self.first.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def base_month(self) -> date:
        """First of the month before the week's own; a week belongs to the month of its Thursday."""
        own = (self.first + timedelta(days=3)).replace(day=1)
        return (own - timedelta(days=1)).replace(day=1)

    def back(self, weeks: int) -> "Week":
        return Week(self.first - timedelta(weeks=weeks))


def month_end(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
