"""Lists of people in a request: typed row by row, checked, kept as JSON, masked on screens."""

import json
from datetime import date

import pytest
from django.http import QueryDict

from sodamolek.letters.forms.citizen import AnswersForm
from sodamolek.letters.rules.answers import clean_value, typed
from sodamolek.letters.rules.schema import Choice, FieldSpec, FieldType
from sodamolek.letters.rules.wording import shown

TODAY = date(2026, 11, 24)
NIK = "5371065405889501"
HEIRS = FieldSpec(
    key="ahli_waris",
    label="Ahli waris",
    type=FieldType.ROWS,
    min=1,
    max=3,
    columns=(
        FieldSpec(key="nama", label="Nama", type=FieldType.TEXT, max=20),
        FieldSpec(key="nik", label="NIK", type=FieldType.NIK),
        FieldSpec(key="hubungan", label="Hubungan", type=FieldType.CHOICE, choices=(Choice("anak", "Anak"),)),
        FieldSpec(key="ket", label="Keterangan", type=FieldType.TEXT, required=False),
    ),
)
ROW = {"nama": "Maria", "nik": NIK, "hubungan": "anak", "ket": ""}


def posted(*rows: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for number, row in enumerate(rows):
        data.update({f"ahli_waris-{number}-{key}": value for key, value in row.items()})
    return data


def test_rows_are_typed_beside_each_other_and_empty_ones_fall_out():
    form = AnswersForm([HEIRS], posted(ROW, {"nama": " ", "nik": ""}, ROW | {"nik": "5371 0654 0588 9501"}))
    assert form.is_valid(), form.errors
    assert json.loads(form.cleaned_data["ahli_waris"]) == [ROW, ROW]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([], "wajib diisi"),
        ([ROW | {"nik": "123"}], "Baris 1, NIK"),
        ([ROW, ROW | {"nama": "x" * 21}], "Baris 2, Nama"),
        ([ROW, ROW | {"hubungan": "raja"}], "Baris 2, Hubungan"),
        ([ROW | {"nama": ""}], "Baris 1, Nama"),
        ([ROW] * 4, "Paling banyak 3"),
    ],
)
def test_a_wrong_row_is_named(rows, error):
    with pytest.raises(ValueError, match=error):
        clean_value(HEIRS, typed(rows) if rows else "", TODAY)


@pytest.mark.parametrize("text", ["[", "{}", "[1, 2]", '[{"nama": ["x"]}]', "null", "[[]]", "x"])
def test_what_is_no_list_is_refused_and_breaks_nothing(text):
    with pytest.raises(ValueError, match=r"[Bb]aris"):
        clean_value(HEIRS, typed(text), TODAY)


def test_a_long_list_stays_whole():
    rows = [{"nama": "M" * 200, "alamat": "J" * 200}] * 20
    assert json.loads(typed(typed(rows))) == rows


def test_screens_mask_the_nik_of_others():
    assert shown(HEIRS, typed([ROW])) == "1. Maria, 5371••••••••9501, Anak"


def test_the_form_shows_what_was_typed_and_one_row_more():
    html = str(AnswersForm([HEIRS], initial={"ahli_waris": typed([ROW])})["ahli_waris"])
    assert f'value="{NIK}"' in html
    before = html.split("<details", maxsplit=1)[0]
    assert before.count('role="group"') == 2
    assert html.count('role="group"') == 3
