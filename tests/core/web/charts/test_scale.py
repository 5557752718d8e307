from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web.charts import scale

SOME_DAY = date(2026, 11, 24)
numbers = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-3)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1250000, 0, "1.250.000"), (None, 2, "–"), (-0.345, 2, "−0,35"), (2.5, 0, "3"), (-0.001, 2, "0,00")],
)
def test_numbers_as_indonesian_writes_them(value, decimals, text):
    assert scale.number(value, decimals) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, [0, 2.5, 5, 7.5, 10]),
        (38000, 49500, [35000, 40000, 45000, 50000]),
        (5, 5, [4.5, 4.75, 5, 5.25, 5.5]),
        (-0.34, 0.83, [-0.5, 0, 0.5, 1]),
    ],
)
def test_ticks_are_round(low, high, expected):
    assert scale.ticks(low, high) == expected


@given(numbers, numbers)
def test_ticks_hold_the_values_and_are_few(a, b):
    low, high = min(a, b), max(a, b)
    found = scale.ticks(low, high)
    slack = max(1e-6, (high - low) * 1e-6)
    assert found[0] <= low + slack
    assert found[-1] >= high - slack
    assert 2 <= len(found) <= 8
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("days", "kind", "count"),
    [
        (0, "day", 1),
        (4, "day", 5),
        (9, "day", 5),
        (30, "day", 5),
        (110, "month", 3),
        (400, "month", 4),
        (2000, "year", 5),
    ],
)
def test_date_ticks_suit_the_span(days, kind, count):
    found, what = scale.date_ticks(SOME_DAY - timedelta(days=days), SOME_DAY)
    assert (what, len(found)) == (kind, count)


@given(st.integers(0, 12000))
def test_date_ticks_lie_within_and_are_few(days):
    first = SOME_DAY - timedelta(days=days)
    found, _kind = scale.date_ticks(first, SOME_DAY)
    assert 1 <= len(found) <= 5
    assert first <= found[0]
    assert found[-1] <= SOME_DAY


def test_a_missing_point_interrupts_the_line_and_keeps_it_open():
    assert scale.path([(0, 0), (1, 1), None, (3, 3)], closed=True) == "M0 0L1 1M3 3"
    assert scale.path([(0, 0), (1, 1)], closed=True) == "M0 0L1 1Z"


def test_each_style_has_a_mark_of_its_own():
    assert len({scale.mark(style, 0, 0) for style in range(1, scale.STYLES + 1)}) == scale.STYLES
