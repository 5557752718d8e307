from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sodamolek.prices.rules.index import Mean, index, variation

CODES = ["beras", "cabai", "ikan", "telur"]
keys = st.tuples(st.sampled_from(CODES), st.sampled_from(["oeba", "oebobo", "oesapa"]))
means = st.builds(Mean, st.integers(1000, 500_000), st.integers(1, 7))
tables = st.dictionaries(keys, means, min_size=1)
weights = st.fixed_dictionaries({code: st.decimals("0.5", 60, places=2) for code in CODES})


def flat(**prices):
    return {(code, "oeba"): Mean(price, 1) for code, price in prices.items()}


def test_the_index_weighs_relatives_and_says_what_drives_it():
    found = index(
        flat(beras=11000, cabai=60000, ikan=40000),
        flat(beras=10000, cabai=80000, ikan=40000),
        {"beras": Decimal(50), "cabai": Decimal(10), "ikan": Decimal(20), "telur": Decimal(20)},
    )
    # (50 x 10% - 10 x 25% + 20 x 0%) / 80
    assert (found.index, found.change_percent, found.coverage) == (Decimal("103.13"), Decimal("3.13"), Decimal("80.0"))
    assert [(d.commodity, d.contribution, d.change_percent) for d in found.drivers] == [
        ("beras", Decimal("6.25"), Decimal("10.00")),
        ("cabai", Decimal("-3.12"), Decimal("-25.00")),
        ("ikan", Decimal("0.00"), Decimal("0.00")),
    ]
    assert found.missing == ["telur"]


def test_a_markets_mean_counts_once_however_often_it_was_visited():
    week = {("beras", "oeba"): Mean(7 * 12000, 7), ("beras", "oebobo"): Mean(10000, 1)}
    base = {("beras", "oeba"): Mean(10000, 1), ("beras", "oebobo"): Mean(10000, 1)}
    assert index(week, base, {"beras": Decimal(1)}).change_percent == Decimal("10.00")


def test_without_a_price_in_both_periods_there_is_no_index():
    assert index(flat(beras=1000), flat(cabai=1000), {"beras": Decimal(1), "cabai": Decimal(1)}) is None
    assert index({}, {}, {}) is None


@given(tables, weights, st.data())
def test_equal_prices_give_100_whatever_is_missing(table, weight, data):
    shown = data.draw(st.sets(st.sampled_from(sorted(table)), min_size=1))
    found = index({key: table[key] for key in shown}, table, weight)
    assert (found.index, found.change_percent) == (100, 0)
    assert {d.contribution for d in found.drivers} == {0}


@given(tables, tables, weights)
def test_contributions_add_up_to_the_change(week, base, weight):
    found = index(week, base, weight)
    if found is None:
        assert not set(week) & set(base)
        return
    assert sum(d.contribution for d in found.drivers) == found.change_percent == found.index - 100
    assert {d.commodity for d in found.drivers} | set(found.missing) == set(CODES)


@given(tables, weights, st.integers(101, 300))
def test_when_every_price_grows_alike_so_does_the_index(base, weight, percent):
    week = {key: Mean(mean.total * percent, mean.count * 100) for key, mean in base.items()}
    assert index(week, base, weight).change_percent == percent - 100


@given(tables, tables, weights, st.data())
def test_a_higher_price_never_lowers_the_index(week, base, weight, data):
    before = index(week, base, weight)
    if before is None:
        return
    key = data.draw(st.sampled_from(sorted(week)))
    dearer = {**week, key: Mean(week[key].total * 2, week[key].count)}
    assert index(dearer, base, weight).index >= before.index


@given(tables, tables, weights)
def test_each_contribution_is_within_a_hundredth_of_its_exact_value(week, base, weight):
    found = index(week, base, weight)
    for driver in found.drivers if found else []:
        both = [key for key in week if key in base and key[0] == driver.commodity]
        relative = sum(week[key].value for key in both) / sum(base[key].value for key in both)
        whole = sum(Fraction(weight[d.commodity]) for d in found.drivers)
        exact = Fraction(weight[driver.commodity]) / whole * (relative - 1) * 100
        assert abs(Fraction(driver.contribution) - exact) < Fraction(1, 100) + Fraction(1, 200)


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ([("oeba", 100), ("oeba", 100), ("oebobo", 200)], "0.0"),  # markets differ, but no price moved
        ([("oeba", 90), ("oeba", 110)], "10.0"),
        ([("oeba", 90), ("oeba", 110), ("oeba", 0)], "10.0"),
    ],
)
def test_variation_is_around_each_markets_own_mean(prices, expected):
    assert variation([(("beras", market), price) for market, price in prices]) == {"beras": Decimal(expected)}
