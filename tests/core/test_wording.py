from datetime import date
from decimal import Decimal

import pytest
from django.utils.dates import MONTHS

from core.wording import decimal_text, long_date, percent_text, rupiah


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "Rp 0"), (999, "Rp 999"), (1250000, "Rp 1.250.000"), (-7500, "-Rp 7.500"), (None, "–"), ("", "–")],
)
def test_rupiah(amount, text):
    assert rupiah(amount) == text


def test_days_are_named_as_everywhere_in_indonesian():
    assert long_date(date(2026, 8, 7)) == "7 Agustus 2026"
    named = [long_date(date(2026, month, 1)) for month in range(1, 13)]
    assert named == [f"1 {MONTHS[month]} 2026" for month in range(1, 13)]


def test_decimals_have_a_comma_and_nothing_is_a_dash():
    assert decimal_text(Decimal("1250.5")) == "1.250,50"
    assert (decimal_text("32.5", 3), decimal_text("1250", 0)) == ("32,500", "1.250")
    assert percent_text(Decimal("-18.16")) == "-18,16%"
    assert {decimal_text(None), decimal_text(""), percent_text(None), percent_text("")} == {"–"}
