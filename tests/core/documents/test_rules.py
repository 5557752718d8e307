"""Number patterns, codes and masked names."""

from datetime import date

import pytest

from core.documents import rules

DAY = date(2025, 10, 3)


def number(pattern: str) -> str:
    return rules.format_number(pattern, number=71, abbreviation="Ftbs", classification="475", day=DAY)


def test_the_real_number_of_a_letter_of_fatubesi() -> None:
    # Kelurahan Fatubesi's own form of number, seen in its application.
    assert number(rules.KELURAHAN_PATTERN) == "71/Kel.Ftbs.475/X/2025"


def test_another_order_and_the_month_in_digits() -> None:
    assert number("Kel.{singkatan}.{kode_klasifikasi}/{urut}/{bulan}/{tahun}") == "Kel.Ftbs.475/71/10/2025"


@pytest.mark.parametrize(
    "pattern",
    [
        "{urut}/Kel",
        "{tahun}/Kel",
        "{urut}/{tahun}/{nama}",
        "{urut.__class__}/{tahun}",
        "{urut!r}/{tahun}",
        "{urut:>5}/{tahun}",
        "{0}/{urut}/{tahun}",
        "{urut/{tahun}",
        "{}{urut}{tahun}",
    ],
)
def test_a_pattern_that_is_not_safe_or_not_unique_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="Pola nomor"):
        rules.check_pattern(pattern)


def test_roman_months() -> None:
    months = [
        rules.format_number(
            "{urut}{bulan_romawi}{tahun}", number=1, abbreviation="", classification="", day=date(2026, month, 1)
        )
        for month in (1, 4, 9, 12)
    ]
    assert months == ["1I2026", "1IV2026", "1IX2026", "1XII2026"]


def test_codes_differ_and_are_read_back_in_every_form() -> None:
    codes = {rules.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    code = codes.pop()
    for typed in (code, code.lower(), rules.spaced_code(code), f" http://x.test/periksa/{code}/ ", " ".join(code)):
        assert rules.clean_code(typed) == code


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert rules.clean_code("oOiIlL" + "A" * 20) == "001111" + "A" * 20


@pytest.mark.parametrize("typed", ["", "5JX2K", "U" * 26, "A" * 27, "é" * 26, "A" * 25 + "/"])
def test_what_is_no_code(typed: str) -> None:
    assert rules.clean_code(typed) is None


@pytest.mark.parametrize(("name", "masked"), [("Maria Goreti Bria", "M•••• G••••• B•••"), ("A", "A"), ("", "")])
def test_a_masked_name(name: str, masked: str) -> None:
    assert rules.mask_name(name) == masked
