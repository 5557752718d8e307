"""One row of a file: whatever stands in it, it is read or refused with a reason."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sihebat.rules.sheet import COLUMNS, RowError, parse_row, plate_of
from sihebat.rules.wording import versions_text

PRODUCTS = {"pertalite": "pertalite"}


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(values):
    with suppress(RowError):
        assert parse_row(values, PRODUCTS).litres > 0


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "1899-12-31 23:59", "01/01/0001 07:00"])
def test_a_moment_that_no_database_gives_back_is_refused(moment):
    row = {"nomor_transaksi": "A1", "plat": "DH 1 A", "waktu": moment, "jenis_bbm": "pertalite", "liter": "10"}
    with pytest.raises(RowError, match="waktu tidak terbaca"):
        parse_row({**row, "harga": "10000", "total": "100000"}, PRODUCTS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("dh1234ab", "DH 1234 AB"),
        (" DH  1234-AB ", "DH 1234 AB"),
        ("ekskavator  1", "EKSKAVATOR 1"),
        ("DH 7", "DH 7"),
        ("DH١٢A", "DH١٢A"),
    ],
)
def test_plates_have_one_form(typed, expected):
    assert plate_of(typed) == expected


def test_versions_of_ceilings_are_told_in_words():
    assert versions_text("murni 2023-01-03 (41); pergeseran 2023-05-16 (2)") == (
        "murni 3 Januari 2023 (41 kantor); pergeseran 16 Mei 2023 (2 kantor)"
    )
    assert versions_text("perubahan 2022-10-03") == "perubahan 3 Oktober 2022"
    assert versions_text(None) == ""
