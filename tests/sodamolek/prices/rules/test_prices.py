from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sodamolek.prices.rules import prices

rupiah = st.integers(1, 2_000_000)


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [
        (37333, 47000, "-20.57"),  # a drop is measured from yesterday's 47,000, not from today's 37,333
        (16000, 15500, "3.23"),
        (15500, 15500, "0.00"),
        (3, 2, "50.00"),
        (0, 15000, None),
        (15000, 0, None),
        (None, 15000, None),
        (15000, None, None),
    ],
)
def test_change_has_yesterday_as_its_base_and_0_is_missing(now, before, percent):
    assert prices.change_percent(now, before) == (None if percent is None else Decimal(percent))


@given(rupiah, rupiah)
def test_yesterday_and_the_change_give_today(now, before):
    assert before * (1 + prices.change(now, before) / 100) == now


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(Fraction(5, 2), 0, "3"), (Fraction(-5, 2), 0, "-3"), (Fraction(1, 8), 2, "0.13"), (Fraction(2, 3), 2, "0.67")],
)
def test_halves_go_away_from_zero(value, decimals, expected):
    assert prices.rounded(value, decimals) == Decimal(expected)


@given(st.fractions(-(10**9), 10**9), st.integers(0, 4))
def test_rounding_is_off_by_half_a_step_at_most(value, decimals):
    assert abs(Fraction(prices.rounded(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(125, 100, True), (124, 100, False), (75, 100, True), (0, 100, False)]
)
def test_a_quarter_up_or_down_is_conspicuous(now, before, expected):
    assert prices.is_conspicuous(now, before) is expected


def test_a_days_price_is_the_mean_over_markets_without_the_missing():
    found = prices.day_price({"a": 15000, "b": 16001, "c": 0}, {})
    assert found == prices.DayPrice(15501, None, None, 2)


def test_a_market_that_was_not_visited_changes_nothing():
    found = prices.day_price({"cheap": 10000}, {"cheap": 10000, "dear": 20000})
    assert (found.before, found.percent) == (10000, Decimal("0.00"))


@given(st.dictionaries(st.sampled_from("abcdefg"), rupiah, min_size=1), st.integers(2, 5))
def test_when_every_price_grows_alike_so_does_the_day(yesterday, factor):
    today = {market: price * factor for market, price in yesterday.items()}
    assert prices.day_price(today, yesterday).percent == (factor - 1) * 100
