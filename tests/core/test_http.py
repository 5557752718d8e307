import pytest

from core.http import safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_like_a_formula(start):
    assert safe_cell(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("plain", ["Maria = Ana", "", 7])
def test_every_other_cell_stays_as_it_is(plain):
    assert safe_cell(plain) == str(plain)
