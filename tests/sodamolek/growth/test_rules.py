"""Categories of Permenkes 2/2020, marks of the growth card, and what may be published."""

from datetime import date
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sodamolek.growth.rules.categories import category, findings, is_below_red_line, is_stunted
from sodamolek.growth.rules.gain import completed_months, gains, least_gain, months_before
from sodamolek.growth.rules.publishing import (
    SMALLEST,
    Cell,
    Earlier,
    difference_tells,
    group_tells,
    release,
    release_beside,
    total_of,
)
from sodamolek.growth.rules.zscores import Scores


@pytest.mark.parametrize(
    ("index", "z", "code"),
    [
        ("lhfa", -3.01, "severely_stunted"), ("lhfa", -3, "stunted"), ("lhfa", -2.01, "stunted"),
        ("lhfa", -2, "height_normal"), ("lhfa", 3, "height_normal"), ("lhfa", 3.01, "tall"),
        ("wfa", -3.01, "severely_underweight"), ("wfa", -3, "underweight"), ("wfa", -2, "weight_normal"),
        ("wfa", 1, "weight_normal"), ("wfa", 1.01, "overweight_risk"),
        ("wflh", -3.01, "severely_wasted"), ("wflh", -3, "wasted"), ("wflh", -2, "wasting_normal"),
        ("wflh", 1, "wasting_normal"), ("wflh", 1.01, "risk"), ("wflh", 2, "risk"), ("wflh", 2.01, "overweight"),
        ("wflh", 3, "overweight"), ("wflh", 3.01, "obese"), ("bmi", -3.01, "severely_wasted"),
        ("bmi", 2.5, "overweight"),
    ],
)  # fmt: skip
def test_every_border_of_the_categories(index, z, code):
    assert category(index, z).code == code


def test_an_implausible_score_gets_no_category_and_counts_for_nothing():
    scores = Scores(-6.5, -6.5, None, None)
    assert [(f.category, f.implausible) for f in findings(scores)] == [(None, True)] * 2 + [(None, False)] * 2
    assert (is_stunted(scores), is_below_red_line(scores)) == (False, False)


@pytest.mark.parametrize(
    ("sex", "months", "grams"),
    [("M", 0, 800), ("M", 1, 800), ("F", 2, 900), ("M", 3, 800), ("M", 4, 600), ("M", 5, 500), ("M", 6, 400),
     ("M", 7, 400), ("F", 7, 300), ("M", 11, 300), ("F", 12, 200), ("M", 59, 200)],
)  # fmt: skip
def test_least_gain(sex, months, grams):
    assert least_gain(sex, months) == grams


def test_marks_of_a_growth_card():
    born = date(2025, 1, 20)
    days = [date(2026, 1, 12), date(2026, 2, 12), date(2026, 3, 12), date(2026, 5, 12)]
    weights = [Decimal("8.4"), Decimal("8.7"), Decimal("8.8"), Decimal("9.5")]
    found = gains("F", born, zip(days, weights, strict=True))
    assert [found[day].value for day in days] == ["B", "N", "T", "O"]


def test_months_of_age_and_of_the_calendar():
    assert completed_months(date(2025, 1, 20), date(2026, 1, 19)) == 11
    assert completed_months(date(2025, 1, 20), date(2026, 1, 20)) == 12
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
    assert months_before(date(2025, 12, 1), -1) == date(2026, 1, 1)


def test_a_single_small_cell_takes_another_with_it():
    cells = {"a": Cell(2, 40), "b": Cell(8, 40), "c": Cell(20, 60)}
    found = release(cells)
    assert found.shown == {"a": None, "b": None, "c": Cell(20, 60)}
    assert found.total == Cell(30, 140)


def test_a_cell_where_nearly_all_are_stunted_is_small_too():
    assert release({"a": Cell(9, 10), "b": Cell(8, 40), "c": Cell(20, 60)}).shown["a"] is None


def test_nothing_is_hidden_without_need():
    cells = {"a": Cell(5, 40), "b": Cell(8, 40)}
    assert release(cells).shown == cells


def test_a_small_city_shows_nothing():
    assert release({"a": Cell(1, 9), "b": Cell(2, 9)}).total is None


CELLS = st.dictionaries(
    st.sampled_from("abcdefghij"),
    st.integers(1, 40).flatmap(lambda m: st.integers(0, m).map(lambda s: Cell(s, m))),
    min_size=1,
)


@given(CELLS)
def test_no_small_cell_is_shown_and_none_can_be_worked_out(cells):
    found = release(cells)
    shown = {code: cell for code, cell in found.shown.items() if cell is not None}
    hidden = {code: cells[code] for code in cells if code not in shown}
    assert not any(cell.is_small for cell in shown.values())
    if found.total is None or not hidden:
        return
    left = Cell(found.total.stunted - total_of(shown).stunted, found.total.measured - total_of(shown).measured)
    assert not left.is_small
    assert len(hidden) >= 2 or len(cells) == 1


@given(CELLS)
def test_the_hidden_ones_always_have_another_solution(cells):
    """Whoever knows the rule and the total still finds at least two ways to fill a small hidden cell."""
    found = release(cells)
    hidden = [code for code, cell in found.shown.items() if cell is None]
    if found.total is None or len(hidden) != 2:
        return
    left = sum(cells[code].stunted for code in hidden)
    ways = [pair for pair in product(range(left + 1), repeat=2) if sum(pair) == left and min(pair) < SMALLEST]
    assert len(ways) >= 2


MONTH = st.dictionaries(st.integers(1, 12), st.booleans())


@given(MONTH, MONTH)
def test_a_difference_tells_when_one_to_four_children_came_went_or_changed(now, earlier):
    came_or_went = set(now) ^ set(earlier)
    changed = {key for key in set(now) & set(earlier) if now[key] != earlier[key]}
    assert difference_tells(now, earlier) == (len(came_or_went) + len(changed) in (1, 2, 3, 4))
    assert difference_tells(now, earlier) == difference_tells(earlier, now)
    assert not difference_tells(now, now)


TWO_MONTHS = st.lists(
    # Of each kelurahan: stunted and other children of both months, of the first alone, of the second alone.
    st.tuples(st.integers(3, 9), st.just(12), *[st.sampled_from([0, 0, 0, 1, 6])] * 4),
    min_size=3,
    max_size=5,
)


def two_months(kinds):
    """Children of the two months by kelurahan, from how many of each kind there are."""
    first, second = {}, {}
    for code, counts in zip("abcde", kinds, strict=False):
        for kind, count in enumerate(counts):
            there = {(code, kind, number): kind % 2 == 0 for number in range(count)}
            for month, kinds_in_it in ((first, {0, 1, 2, 3}), (second, {0, 1, 4, 5})):
                if there and kind in kinds_in_it:
                    month.setdefault(code, {}).update(there)
    return first, second


def cells_of(month):
    return {code: Cell(sum(children.values()), len(children)) for code, children in month.items()}


def given_away(group, found):
    """Whether the sum of a group of kelurahan follows from what is shown of a month and its total."""
    inside = found.hidden & group
    return not inside or inside == found.hidden


@given(TWO_MONTHS)
def test_no_sum_of_any_kelurahan_speaks_of_few_children_when_two_months_are_subtracted(kinds):
    """Whoever has both months tries every group of kelurahan."""
    first, second = two_months(kinds)
    codes = sorted({*first, *second})
    earlier = release(cells_of(first))
    if earlier.total is None or group_tells(codes, second, first):
        return
    found = release_beside(cells_of(second), second, [Earlier(earlier.shown, first)])
    if found.total is None:
        return
    groups = [set(group) for size in range(1, len(codes) + 1) for group in combinations(codes, size)]
    both = [g for g in groups if given_away(g, earlier) and given_away(g, found)]
    assert [sorted(group) for group in both if group_tells(group, second, first)] == []


@pytest.mark.parametrize(("stunted", "now_stunted", "alone"), [(2, 3, {"a", "b"}), (4, 5, set())])
def test_what_was_hidden_together_is_no_small_difference(stunted, now_stunted, alone):
    """b hides a in the first month; in the second one child of a changed, and none of b: their sum would say it."""
    sizes = {"a": (stunted, 40), "b": (8, 40), "c": (20, 60), "d": (21, 60)}
    earlier = {code: {f"{code}{n}": n < short for n in range(size)} for code, (short, size) in sizes.items()}
    out = release(cells_of(earlier))
    assert out.hidden == {"a", "b"}
    others = {f"e{n}": n < 21 for n in range(60)}
    now = {**earlier, "a": {f"a{n}": n < now_stunted for n in range(40)}, "d": others}
    assert release(cells_of(now)).hidden == alone
    assert release_beside(cells_of(now), now, [Earlier(out.shown, earlier)]).hidden == {"a", "d"}


def test_a_cell_whose_difference_tells_is_hidden_and_not_alone():
    cells = {"a": Cell(30, 90), "b": Cell(8, 40), "c": Cell(20, 60)}
    assert release(cells, {"a"}).shown == {"a": None, "b": None, "c": Cell(20, 60)}
