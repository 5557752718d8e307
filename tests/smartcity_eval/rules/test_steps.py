"""What a level needs, which steps gain most, and the ladder of programmes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity_eval.rules.files import FOLDER, LADDER, bundled, ladder, read_json
from smartcity_eval.rules.instrument import InstrumentError
from smartcity_eval.rules.ladder import ladder_from, percent_running
from smartcity_eval.rules.levels import LevelState, level_state, reached
from smartcity_eval.rules.scoring import InputError, score_levels
from smartcity_eval.rules.whatif import best_steps

SPBE, PEMDI = bundled()["spbe-2020"], bundled()["pemdi-2026"]
DONE, WAITING, RETURNED, EMPTY = LevelState.COMPLETE, LevelState.WAITING, LevelState.RETURNED, LevelState.EMPTY


@pytest.mark.parametrize(
    ("counts", "state"),
    [((0, 0, 0), EMPTY), ((1, 0, 0), DONE), ((1, 1, 0), WAITING), ((2, 0, 1), RETURNED), ((0, 1, 1), RETURNED)],
)
def test_a_level_is_complete_when_nothing_of_it_is_open(counts, state):
    accepted, waiting, returned = counts
    assert level_state(accepted=accepted, waiting=waiting, returned=returned) is state


@pytest.mark.parametrize(
    ("states", "level"),
    [
        ({}, 0),
        ({1: DONE}, 1),
        ({1: DONE, 2: DONE, 3: DONE, 4: DONE, 5: DONE}, 5),
        ({1: DONE, 3: DONE}, 1),
        ({2: DONE, 3: DONE}, 0),
        ({1: DONE, 2: WAITING, 3: DONE}, 1),
        ({1: RETURNED, 2: DONE}, 0),
    ],
)
def test_a_level_counts_with_all_below_it(states, level):
    assert reached(states) == level


@given(st.dictionaries(st.integers(1, 5), st.sampled_from(LevelState)))
def test_completing_one_more_level_never_lowers_what_counts(states):
    for step in range(1, 6):
        assert reached({**states, step: DONE}) >= reached(states)


def test_the_five_steps_gain_most_and_say_how_much():
    levels = {i.no: Decimal(2) for i in SPBE.indicators}
    steps = best_steps(SPBE, levels)
    assert [step.indicator.no for step in steps] == [42, 43, 44, 45, 46]
    before = score_levels(SPBE, levels).exact
    after = score_levels(SPBE, {**levels, **{step.indicator.no: Decimal(step.to) for step in steps}}).exact
    assert after - before == sum(step.gain for step in steps) == 5 * Fraction(3, 100)


def test_steps_leave_out_what_is_full_and_what_another_body_gives():
    levels = {i.no: Decimal(5) for i in PEMDI.indicators} | {5: Decimal(1), 20: Decimal("4.5"), 8: Decimal(1)}
    assert [(s.indicator.no, s.to, s.gain) for s in best_steps(PEMDI, levels)] == [
        (20, 5, Fraction(15, 200)),
        (8, 2, Fraction(4, 100)),
    ]


@pytest.mark.parametrize(
    ("total", "running", "level"),
    [
        (0, 0, 0),
        (1, 0, 1), (1, 1, 3), (4, 2, 1), (5, 2, 1), (5, 3, 2), (4, 3, 2), (5, 4, 3), (5, 5, 3),
        (6, 1, 1), (8, 2, 1), (6, 2, 2), (6, 3, 2), (8, 4, 2), (6, 4, 3), (8, 6, 3), (6, 5, 4), (8, 7, 4),
        (100, 25, 1), (100, 26, 2), (100, 50, 2), (100, 51, 3), (100, 75, 3), (100, 76, 4),
        # Between 50% and 51% the city's sentence is silent: the band is over 50%.
        (1000, 500, 2), (1000, 501, 3), (1000, 750, 3), (1000, 751, 4),
        # Kebumen 2022.
        (9, 9, 4), (10, 9, 4), (7, 6, 4), (12, 10, 4),
    ],
)  # fmt: skip
def test_the_ladder_at_every_edge(total, running, level):
    assert ladder().rung(total, running).level == level


@given(st.integers(1, 60), st.data())
def test_one_more_running_programme_never_lowers_the_rung(total, data):
    running = data.draw(st.integers(0, total - 1))
    assert ladder().rung(total, running + 1).level >= ladder().rung(total, running).level


def test_only_the_citys_own_sentence_is_not_a_reconstruction():
    assert [rung.level for rung in ladder().rungs if not rung.is_reconstructed] == [3]
    assert "rekonstruksi" in ladder().caution


@pytest.mark.parametrize("counts", [(3, 4), (-1, 0), (3, -1)])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(InputError):
        ladder().rung(*counts)


def test_percent_is_half_up():
    assert [str(percent_running(*pair)) for pair in ((7, 6), (12, 10), (0, 0), (8, 1))] == [
        "85.71",
        "83.33",
        "0.00",
        "12.50",
    ]


def test_a_ladder_that_leaves_a_gap_is_refused():
    data = read_json(FOLDER / LADDER)
    with pytest.raises(InstrumentError, match="berlaku untuk semua"):
        ladder_from({**data, "levels": data["levels"][:-1]}, "uji.json")
    with pytest.raises(InstrumentError, match="tertinggi"):
        ladder_from({**data, "levels": data["levels"][::-1]}, "uji.json")
    with pytest.raises(InstrumentError, match="bentuknya"):
        ladder_from({"name": "x"}, "uji.json")
