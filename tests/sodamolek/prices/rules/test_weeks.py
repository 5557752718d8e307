from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sodamolek.prices.rules.weeks import Week, month_end


def test_a_week_runs_from_monday_to_sunday():
    week = Week.parse("2025-W30")
    assert (week.first, week.last, str(week)) == (date(2025, 7, 21), date(2025, 7, 27), "2025-W30")


@pytest.mark.parametrize(
    "text",
    [
        *["2025-W00", "2025-W53", "2025-W3", "2025W30", "2025-30", "", "2025-W30x"],
        *["0001-W01", "9999-W52", "٢٠٢٥-W30"],  # their neighbours would leave the calendar; no figures of ours
    ],
)
def test_what_is_no_week_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        Week.parse(text)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_each_day_lies_in_its_week_and_the_name_leads_back(day):
    week = Week.of(day)
    assert week.first <= day <= week.last
    assert Week.parse(str(week)) == week


@pytest.mark.parametrize(
    ("week", "base"),
    [
        ("2025-W30", date(2025, 6, 1)),
        ("2025-W01", date(2024, 12, 1)),  # 30 December to 5 January: Thursday is 2 January
        ("2025-W31", date(2025, 6, 1)),  # 28 July to 3 August: Thursday is 31 July
        ("2026-W01", date(2025, 12, 1)),
    ],
)
def test_the_base_is_the_month_before_the_thursdays(week, base):
    assert Week.parse(week).base_month == base


@pytest.mark.parametrize(("first", "last"), [((2024, 2, 1), (2024, 2, 29)), ((2025, 12, 1), (2025, 12, 31))])
def test_the_end_of_a_month(first, last):
    assert month_end(date(*first)) == date(*last)
