"""The heart of the report: money is conserved, effects add up, one rounding."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihebat.rules.efficiency import Use, average_prices, compute
from sihebat.rules.money import half_up, percent, share_out
from sihebat.rules.period import Period

OFFICES = ["bkad", "dinkes", "dlhk"]
PRODUCTS = ["pertalite", "pertamax", "dexlite"]
litres = st.decimals(min_value=0, max_value=10_000, places=3, allow_nan=False)
rupiah = st.integers(0, 10**11)
fractions = st.fractions(min_value=0, max_value=10**9, max_denominator=366)


@st.composite
def uses(draw):
    amount, price = draw(litres), draw(st.integers(1, 30_000))
    total = half_up(amount * price) + draw(st.integers(-50, 50))
    return Use(draw(st.sampled_from(OFFICES)), draw(st.sampled_from(PRODUCTS)), 1, amount, total, amount * price)


many = st.lists(uses(), max_size=12)
bases = st.dictionaries(st.sampled_from(OFFICES), fractions)
standards = st.dictionaries(st.sampled_from(PRODUCTS), st.fractions(1, 30_000, max_denominator=1000))


@given(bases, many, standards)
def test_the_effects_add_up_to_what_was_saved(basis, used, standard):
    figures = compute(basis, used, standard)
    for line in (figures.whole, *figures.offices):
        assert line.price_effect + line.volume_effect == line.saved == line.basis - line.realised


@given(bases, many, standards)
def test_the_offices_add_up_to_the_whole_in_every_column(basis, used, standard):
    figures = compute(basis, used, standard)
    for column in ("basis", "realised", "saved", "price_effect", "volume_effect", "fills", "litres"):
        assert sum(getattr(line, column) for line in figures.offices) == getattr(figures.whole, column), column


@given(bases, many, standards)
def test_no_rupiah_is_made_or_lost(basis, used, standard):
    figures = compute(basis, used, standard)
    assert figures.whole.realised == sum(use.total for use in used)
    assert abs(figures.whole.basis - sum(basis.values(), Fraction(0))) <= Fraction(1, 2)


@given(bases, many, standards)
def test_the_order_of_the_fills_does_not_matter(basis, used, standard):
    assert compute(basis, used, standard) == compute(basis, used[::-1], standard)


@given(bases, many)
def test_at_standard_prices_all_is_volume(basis, used):
    same = [Use(u.office, u.product, 1, u.litres, u.total, u.litres * 10_000) for u in used]
    figures = compute(basis, same, dict.fromkeys(PRODUCTS, Fraction(10_000)))
    assert figures.whole.price_effect == 0
    assert figures.whole.volume_effect == figures.whole.saved


@given(many)
def test_last_years_average_against_itself_has_no_price_effect(used):
    figures = compute({}, used, average_prices(used))
    assert figures.whole.price_effect == 0


def test_a_worked_example():
    """Budgeted 100 litres at 7,650; bought 90 at 10,000 after the price rose on 3 September 2022."""
    use = Use("bkad", "pertalite", 3, Decimal("90.000"), 900_000, Decimal(900_000))
    line = compute({"bkad": Fraction(765_000)}, [use], {"pertalite": Fraction(7_650)}).whole
    assert line.as_json() == {
        "office": "",
        "basis_rp": 765_000,
        "realised_rp": 900_000,
        "saved_rp": -135_000,
        "percent": "-17.65",
        "price_effect_rp": -211_500,
        "volume_effect_rp": 76_500,
        "fills": 3,
        "litres": "90.000",
    }


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1_452_800_000, 8_000_000_000, "18.16"),
        (14_000_000, 700_000_000, "2.00"),
        (5, 100_000, "0.01"),  # 0.005 exactly
        (4_999, 100_000_000, "0.00"),
        (-5, 100_000, "-0.01"),
        (1, 3, "33.33"),
        (0, 5, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_percent_has_two_decimals_half_up(part, whole, expected):
    assert str(percent(part, whole)) == expected


def test_there_is_no_percent_of_nothing():
    assert percent(-5, 0) is None


@pytest.mark.parametrize(("amount", "expected"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-0.5", -1)])
def test_half_up(amount, expected):
    assert half_up(Decimal(amount)) == expected


@given(st.dictionaries(st.integers(0, 20), st.fractions(-(10**6), 10**6, max_denominator=999), min_size=1))
def test_shares_add_up_and_move_less_than_a_rupiah(exact):
    shares = share_out(exact)
    assert sum(shares.values()) == half_up(sum(exact.values()))
    assert all(abs(shares[key] - exact[key]) < 1 for key in exact)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 1200))
def test_a_years_parts_add_up_to_whole_years(start, length):
    period = Period(start, date.fromordinal(start.toordinal() + length))
    assert sum(period.within(date(y, 1, 1), date(y, 12, 31)) for y in period.years) == period.days


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2025-01-01", "2025-12-31", "2025-01-01 2025-12-31"),
        ("2025-01-02", "2025-12-31", "2025-02-01 2025-12-31"),
        ("2024-12-02", "2025-02-27", "2025-01-01 2025-01-31"),
        ("2025-02-01", "2025-02-28", "2025-02-01 2025-02-28"),
        ("2024-02-01", "2024-02-28", None),
        ("2025-01-02", "2025-02-27", None),
        ("2025-05-05", "2025-05-05", None),
    ],
)
def test_whole_months_of_a_period(start, end, months):
    found = Period(date.fromisoformat(start), date.fromisoformat(end)).whole_months()
    assert (found and f"{found.start} {found.end}") == months


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2023-06-01", "2023-06-30", "2022-06-01 2022-06-30"),
        ("2024-02-01", "2024-02-29", "2023-02-01 2023-02-28"),
        ("2025-02-01", "2025-02-28", "2024-02-01 2024-02-29"),
        ("2024-02-29", "2024-03-10", "2023-02-28 2023-03-10"),
    ],
)
def test_the_same_days_a_year_earlier(start, end, before):
    period = Period(date.fromisoformat(start), date.fromisoformat(end)).a_year_earlier()
    assert f"{period.start} {period.end}" == before


def test_parts_of_month_and_year():
    june = Period(date(2023, 6, 1), date(2023, 6, 30))
    assert june.part_of_month(2023, 6) == 1
    assert june.part_of_year(2023) == Fraction(30, 365)
    assert Period(date(2023, 6, 16), date(2023, 7, 15)).part_of_month(2023, 7) == Fraction(15, 31)
    with pytest.raises(ValueError, match="mendahului"):
        Period(date(2023, 6, 2), date(2023, 6, 1))
