"""Working time: when an office's clock runs. No database; `queries.calendar_of` makes the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class WorkingCalendar:
    """Opening and closing time by weekday (0 is Monday), and the days on which nobody works."""

    hours: Mapping[int, tuple[time, time]]
    zone: tzinfo
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("A calendar needs at least one working day a week.")

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When the office opens and closes on `day`, or None when it stays shut."""
        if day in self.holidays or day.weekday() not in self.hours:
            return None
        opens, closes = self.hours[day.weekday()]
        return datetime.combine(day, opens, self.zone), datetime.combine(day, closes, self.zone)

    def openings_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The office's openings that end after `moment`, the first one cut to begin at `moment`."""
        day = moment.astimezone(self.zone).date()
        while True:
            opening = self.opening(day)
            if opening and opening[1] > moment:
                yield max(opening[0], moment), opening[1]
            day += timedelta(days=1)


def add_working_time(start: datetime, duration: timedelta, calendar: WorkingCalendar) -> datetime:
    """The moment when `duration` of working time has passed since `start` (aware), in the calendar's zone.

    Work that ends exactly at closing time ends then, not the next morning. Raises ValueError when negative.
    """
    if duration < timedelta(0):
        raise ValueError("Working time is added, never taken away.")
    left = duration
    for opens, closes in calendar.openings_from(start):
        if left <= closes - opens:
            return (opens + left).astimezone(calendar.zone)
        left -= closes - opens
    raise AssertionError("openings_from never ends")


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """How much working time lies between two aware moments; zero when `end` is not after `start`."""
    total = timedelta(0)
    if end <= start:
        return total
    for opens, closes in calendar.openings_from(start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total
