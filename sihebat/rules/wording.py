"""How figures read in Indonesian on paper, in a spreadsheet and on screen."""

import re
from datetime import date
from decimal import Decimal

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
          "November", "Desember")  # fmt: skip


def rupiah(amount: int | None) -> str:
    """`Rp 1.250.000`, `-Rp 500`; a dash for None."""
    if amount is None:
        return "–"
    return f"{'-' if amount < 0 else ''}Rp {abs(amount):,}".replace(",", ".")


def decimal_text(number: Decimal | str | None, places: int) -> str:
    """`18,16`; a dash for None."""
    if number is None:
        return "–"
    return f"{Decimal(number):,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent_text(number: Decimal | str | None) -> str:
    """`18,16%`; a dash for None."""
    return "–" if number is None else f"{decimal_text(number, 2)}%"


def day_text(day: date | str) -> str:
    """`24 November 2026`."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def versions_text(versions: str | None) -> str:
    """`murni 2023-01-03 (41); pergeseran 2023-05-16 (2)` -> `murni 3 Januari 2023 (41 kantor); ...`."""
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda found: day_text(found.group()), versions or "")
    return re.sub(r"\((\d+)\)", r"(\1 kantor)", text)


def month_text(month: str) -> str:
    """`2022-06` -> `Juni 2022`."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
