"""Answers, wording, references: pure rules."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.references import new_reference, normal_reference, pin_from
from sodamolek.letters.rules.answers import clean, clean_value, typed
from sodamolek.letters.rules.schema import Choice, Condition, FieldSpec, FieldType
from sodamolek.letters.rules.validity import add_months
from sodamolek.letters.rules.wording import fill, shown

TODAY = date(2026, 11, 24)


def spec(kind: str, **fields: object) -> FieldSpec:
    return FieldSpec(key="x", label="X", type=FieldType(kind), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "text", "clean"),
    [
        (spec("text"), "  beasiswa   KIP ", "beasiswa   KIP".replace("   ", " ")),
        (spec("rupiah"), "Rp 1.250.000", "1250000"),
        (spec("rupiah"), "1250000,00", "1250000"),
        (spec("rupiah"), "0", "0"),
        (spec("integer"), "007", "7"),
        (spec("date"), "24-11-2026", "2026-11-24"),
        (spec("date"), "2026-11-24", "2026-11-24"),
        (spec("date"), "1/2/2020", "2020-02-01"),
        (spec("choice", choices=(Choice("a", "A"),)), "a", "a"),
        (spec("boolean"), "ya", "ya"),
        (spec("text", required=False), "", ""),
    ],
)
def test_right_answers(field, text, clean):
    assert clean_value(field, typed(text), TODAY) == clean


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (spec("text"), ""),
        (spec("text", max=3), "empat"),
        (spec("text", min=9), "pendek"),
        (spec("rupiah"), "1,5 juta"),
        (spec("rupiah"), "12.50"),
        (spec("rupiah"), "-5"),
        (spec("rupiah", max=10), "11"),
        (spec("integer", max=30), "31"),
        (spec("integer", min=1), "0"),
        (spec("integer"), "dua"),
        (spec("date"), "31-02-2026"),
        (spec("date"), "2026-11-25"),
        (spec("date", min=100), "1900-01-01"),
        (spec("date"), "besok"),
        (spec("choice", choices=(Choice("a", "A"),)), "b"),
        (spec("boolean"), "mungkin"),
    ],
)
def test_wrong_answers_are_refused(field, text):
    with pytest.raises(ValueError, match=r"."):
        clean_value(field, typed(text), TODAY)


def test_a_field_whose_condition_does_not_hold_is_not_asked():
    boss = spec("choice", choices=(Choice("a", "A"), Choice("b", "B")))
    child = FieldSpec(key="y", label="Y", type=FieldType.TEXT, condition=Condition("x", ("a",)))
    assert clean([boss, child], {"x": "b"}, TODAY).errors == {}
    assert set(clean([boss, child], {"x": "a"}, TODAY).errors) == {"y"}


@given(st.text(max_size=300))
def test_no_answer_breaks_a_field(text):
    for kind in ("text", "longtext", "date", "integer", "rupiah", "boolean"):
        try:
            value = clean_value(spec(kind, required=False), typed(text), TODAY)
        except ValueError:
            continue
        assert "\x00" not in value


def test_a_value_smuggles_no_placeholder():
    assert fill("Nama: {nama}.", {"nama": "{nik}", "nik": "537106"}) == "Nama: {nik}."
    assert fill("{nama.__class__}", {"nama": "x"}) == "{nama.__class__}"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (spec("rupiah"), "1250000", "Rp 1.250.000"),
        (spec("date"), "2026-01-02", "2 Januari 2026"),
        (spec("boolean"), "ya", "Ya"),
        (spec("choice", choices=(Choice("L", "Laki-laki"),)), "L", "Laki-laki"),
        (spec("choice", choices=(Choice("Kristen", "Kristen"),)), "KRISTEN", "KRISTEN"),
        (spec("text"), "", "-"),
    ],
)
def test_values_as_they_are_shown(field, value, text):
    assert shown(field, value) == text


def test_references_are_random_and_forgiving():
    made = {new_reference("SKTM") for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"SKTM-[2-9A-Z]{4}-[2-9A-Z]{4}", r) and not set(r[5:]) & set("01ILOUV") for r in made)
    assert normal_reference(" sktm 7k3f92qd ") == "SKTM-7K3F-92QD"
    assert normal_reference("x") == "X"


def test_a_pin_has_six_digits():
    assert pin_from("0" * 64) == "000000"
    assert re.fullmatch(r"\d{6}", pin_from("f" * 64))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
    ],
)
def test_months_end_on_the_last_day(day, months, end):
    assert add_months(day, months) == end
