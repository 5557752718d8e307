"""How days, amounts and decimals read in Indonesian: on screen, on paper and in a spreadsheet."""

from datetime import date
from decimal import Decimal

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def long_date(day: date) -> str:
    """`24 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rupiah(amount: int | Decimal | str | None) -> str:
    """`Rp 1.250.000`, `-Rp 500`; whole rupiah, a dash for nothing."""
    if amount is None or amount == "":
        return "–"
    whole = int(amount)
    return f"{'-' if whole < 0 else ''}Rp {abs(whole):,}".replace(",", ".")


def decimal_text(number: Decimal | str | None, places: int = 2) -> str:
    """`1.250,50`: exact, with `places` decimals; a dash for nothing."""
    if number is None or number == "":
        return "–"
    return f"{Decimal(number):,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent_text(number: Decimal | str | None) -> str:
    """`18,16%`, of a number already in percent; a dash for nothing."""
    return "–" if number is None or number == "" else f"{decimal_text(number)}%"
