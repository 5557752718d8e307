"""The index: exact inside, rounded once, monotone, and the predicates of published results."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity_eval.rules.files import bundled
from smartcity_eval.rules.reading import read_assessment
from smartcity_eval.rules.scoring import (
    InputError,
    band_of,
    rounded,
    score_aspects,
    score_domains,
    score_levels,
)

SPBE, PEMDI = bundled()["spbe-2020"], bundled()["pemdi-2026"]
# Results that the ministry published: index, predicate.
PUBLISHED = [
    ("NTT 2022", "3.35", "Baik"),
    ("Bali 2023", "4.07", "Sangat Baik"),
    ("Denpasar 2023", "3.80", "Sangat Baik"),
    ("Buleleng 2023", "3.45", "Baik"),
    ("Bangli 2023", "2.48", "Cukup"),
    ("Karangasem 2023", "2.30", "Cukup"),
]
VALUES = st.integers(min_value=100, max_value=500).map(lambda cents: Decimal(cents) / 100)
EITHER = pytest.mark.parametrize("spec", [SPBE, PEMDI], ids=["spbe", "pemdi"])


def values_of(spec):
    return st.fixed_dictionaries({indicator.no: VALUES for indicator in spec.indicators})


@pytest.mark.parametrize(("who", "index", "predicate"), PUBLISHED)
def test_published_results_have_their_predicate(who, index, predicate):
    score = score_domains(SPBE, dict.fromkeys(range(1, 5), Decimal(index)))
    assert (str(score.index), score.predicate) == (index, predicate)


@pytest.mark.parametrize(
    ("spec", "edges"),
    [
        (SPBE, {"4.2": ("Sangat Baik", "Memuaskan"), "3.5": ("Baik", "Sangat Baik"), "2.6": ("Cukup", "Baik"),
                "1.8": ("Kurang", "Cukup")}),
        (PEMDI, {"4.0": ("Sangat Baik", "Memuaskan"), "3.5": ("Baik", "Sangat Baik"), "2.5": ("Cukup", "Baik"),
                 "1.5": ("Kurang", "Cukup")}),
    ],
    ids=["spbe", "pemdi"],
)  # fmt: skip
def test_every_band_starts_at_its_edge_after_rounding(spec, edges):
    for edge, (below, above) in edges.items():
        at = Fraction(edge)
        near = [Fraction(step, 1000) for step in (-10, -6, -5, 0, 4)]
        assert [band_of(spec, at + step).name for step in near] == [below, below, above, above, above]
    assert (band_of(spec, Fraction(1)).name, band_of(spec, Fraction(5)).name) == ("Kurang", "Memuaskan")


def test_the_rounding_trap_is_cukup():
    # Rounded domains would give 2.595 and so 2.60, "Baik": the value is rounded once, at the end.
    score = score_domains(SPBE, dict.fromkeys(range(1, 5), Decimal("2.594")))
    assert (score.exact, score.index, score.predicate) == (Fraction("2.594"), Decimal("2.59"), "Cukup")
    assert score_domains(SPBE, dict.fromkeys(range(1, 5), Decimal("2.595"))).predicate == "Baik"


@pytest.mark.parametrize(
    ("value", "text"), [("2.594", "2.59"), ("2.595", "2.60"), ("2.605", "2.61"), ("1.005", "1.01"), ("5", "5.00")]
)
def test_rounding_is_half_up_on_the_exact_value(value, text):
    assert str(rounded(Fraction(value))) == text


@EITHER
@given(data=st.data())
def test_equal_levels_give_that_level(spec, data):
    value = data.draw(VALUES)
    score = score_levels(spec, {indicator.no: value for indicator in spec.indicators})
    assert score.exact == Fraction(value)
    assert set(score.aspects.values()) | set(score.domains.values()) == {Fraction(value)}


@EITHER
@settings(max_examples=40)
@given(data=st.data())
def test_a_higher_level_never_lowers_anything(spec, data):
    levels = data.draw(values_of(spec))
    number = data.draw(st.sampled_from(sorted(levels)))
    higher = {**levels, number: max(levels[number], data.draw(VALUES))}
    before, after = score_levels(spec, levels), score_levels(spec, higher)
    gain = Fraction(spec.by_number[number].weight) * Fraction(higher[number] - levels[number]) / 100
    assert after.exact - before.exact == gain
    assert after.index >= before.index
    assert after.band.min >= before.band.min


@EITHER
@settings(max_examples=40)
@given(data=st.data())
def test_the_storeys_agree_exactly(spec, data):
    score = score_levels(spec, data.draw(values_of(spec)))
    assert score_aspects(spec, score.aspects).exact == score.exact
    assert score_aspects(spec, score.aspects).domains == score.domains
    if spec.domains:
        assert score_domains(spec, score.domains).exact == score.exact
    assert min(score.aspects.values()) <= score.exact <= max(score.aspects.values())


def test_an_external_index_without_a_value_counts_as_one_and_is_named():
    levels = {i.no: Decimal(3) for i in PEMDI.indicators}
    score = score_levels(PEMDI, {**levels, 5: None})
    assert (score.assumed, score.exact) == ((5,), Fraction(3) - Fraction(2 * 5, 100))


def test_a_level_that_no_other_body_gives_may_not_be_empty():
    with pytest.raises(InputError, match=r"indikator belum lengkap, kurang: 1$"):
        score_levels(PEMDI, {**{i.no: Decimal(3) for i in PEMDI.indicators}, 1: None})


def text(**data):
    return json.dumps({"instrument": "spbe-2020", **data})


ALL = {str(n): 3 for n in range(1, 48)}


@pytest.mark.parametrize(
    ("given_text", "problem"),
    [
        (text(levels={k: v for k, v in ALL.items() if k not in ("3", "47")}), "indikator belum lengkap, kurang: 3, 47"),
        (text(levels={}), "kurang: 1, 2, 3"),
        (text(aspects={"1": 3}), "aspek belum lengkap, kurang: 2, 3, 4, 5, 6, 7, 8"),
        (text(domains={"1": 3, "2": 3}), "domain belum lengkap, kurang: 3, 4"),
        (text(levels={**ALL, "48": 3}), "indikator tidak dikenal: 48"),
        (text(levels={**ALL, "1": 0}), "indikator 1: 0 harus 1 sampai 5"),
        (text(levels={**ALL, "1": 5.01}), "indikator 1: 5.01 harus 1 sampai 5"),
        (text(levels={**ALL, "1": "3"}), "nilai 1 harus angka"),
        (text(levels={**ALL, "1": True}), "nilai 1 harus angka"),
        (text(levels={**ALL, "01": 3}), "“01” bukan nomor"),
        (text(levels={**ALL, "9" * 5000: 3}), "bukan nomor"),
        (text(levels=[3]), "pasangan nomor dan nilai"),
        (text(), "tepat satu"),
        (text(levels=ALL, domains={}), "tepat satu"),
        (json.dumps({"instrument": "spbe-2018", "levels": ALL}), "pemdi-2026, spbe-2020"),
        (json.dumps({"instrument": ["spbe-2020"], "levels": ALL}), "pemdi-2026, spbe-2020"),
        (json.dumps({"instrument": "pemdi-2026", "domains": {"1": 3}}), "tidak punya domain"),
        ('{"instrument": "spbe-2020", "levels": {"1": NaN}}', "NaN bukan nilai"),
        ('{"instrument": "spbe-2020", "levels": {"1": 1e999999999}}', "kurang"),
        ('{"levels": {"1": 3, "1": 4}}', "“1” ditulis dua kali"),
        ("[]", "satu objek"),
        ("", "bukan JSON"),
        ("[" * 100_000, "bukan JSON"),
    ],
    ids=lambda value: value[:40],
)
def test_what_cannot_be_scored_is_named(given_text, problem):
    with pytest.raises(InputError) as refusal:
        read_assessment(given_text, bundled())
    assert problem in str(refusal.value)


def test_numbers_are_read_as_written():
    # As binary floats 1.005 is 1.00499...: it would round down.
    _spec, score = read_assessment(
        '{"instrument": "spbe-2020", "domains": {"1":1.005,"2":1.005,"3":1.005,"4":1.005}}', bundled()
    )
    assert (score.exact, str(score.index)) == (Fraction("1.005"), "1.01")
