from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.regions.rules import WorkingCalendar, add_working_time, working_time_between

WITA = ZoneInfo("Asia/Makassar")
HOURS = {day: (time(7), time(16, 30)) for day in range(4)} | {4: (time(7, 30), time(15, 30))}
CITY = WorkingCalendar(HOURS, WITA, frozenset({date(2026, 12, 24), date(2026, 12, 25)}))

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(WITA))  # noqa: DTZ001 - hypothesis adds the zone
durations = st.timedeltas(timedelta(0), timedelta(hours=200))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WITA)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(26, 8), 2, at(26, 10)),  # Thursday
        (at(26, 16), 1, at(27, 8)),  # half an hour is left, Friday opens at 07.30
        (at(26, 7), 9.5, at(26, 16, 30)),  # ends at closing time, not next morning
        (at(27, 15), 1, at(30, 7, 30)),  # over the weekend
        (at(28, 12), 1, at(30, 8)),  # asked on a Saturday
        (at(23, 16, 0, 12), 1, at(28, 7, 30, 12)),  # over Christmas and the weekend
        (at(26, 5), 0, at(26, 7)),  # before opening, the clock starts at opening
    ],
)
def test_work_that_is_asked_now_is_due_then(start, hours, end):
    assert add_working_time(start, timedelta(hours=hours), CITY) == end


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(26, 8), at(26, 10), 2),
        (at(26, 16), at(27, 8), 1),
        (at(27, 15), at(30, 8), 1.5),
        (at(28, 1), at(29, 23), 0),
        (at(26, 10), at(26, 8), 0),
    ],
)
def test_hours_worked_between_two_moments(start, end, hours):
    assert working_time_between(start, end, CITY) == timedelta(hours=hours)


def test_moments_in_utc_mean_the_same():
    assert add_working_time(datetime(2026, 11, 26, 0, tzinfo=UTC), timedelta(hours=1), CITY) == at(26, 9)


@given(moments, durations)
def test_adding_and_measuring_agree(start, duration):
    assert working_time_between(start, add_working_time(start, duration, CITY), CITY) == duration


@given(moments, durations, durations)
def test_adding_twice_is_adding_the_sum(start, first, second):
    in_two_steps = add_working_time(add_working_time(start, first, CITY), second, CITY)
    at_once = add_working_time(start, first + second, CITY)
    # Closing time and the next opening are the same working moment.
    assert working_time_between(min(in_two_steps, at_once), max(in_two_steps, at_once), CITY) == timedelta(0)


@given(moments, moments, moments)
def test_working_time_adds_up_over_a_moment_between(one, two, three):
    first, middle, last = sorted([one, two, three])
    parts = working_time_between(first, middle, CITY) + working_time_between(middle, last, CITY)
    assert parts == working_time_between(first, last, CITY)


@given(moments, durations)
def test_work_ends_while_the_office_is_open(start, duration):
    end = add_working_time(start, duration, CITY)
    opens, closes = CITY.opening(end.date())
    assert opens <= end <= closes


def test_a_week_without_work_and_negative_work_are_refused():
    with pytest.raises(ValueError, match="at least one working day"):
        WorkingCalendar({}, WITA)
    with pytest.raises(ValueError, match="never taken away"):
        add_working_time(at(26, 8), timedelta(hours=-1), CITY)
