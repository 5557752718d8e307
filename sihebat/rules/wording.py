"""How figures read in Indonesian on paper, in a spreadsheet and on screen."""

import re
from datetime import date

from core.wording import MONTHS, long_date


def versions_text(versions: str | None) -> str:
    """`murni 2023-01-03 (41); pergeseran 2023-05-16 (2)` -> `murni 3 Januari 2023 (41 kantor); ...`."""
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda found: long_date(date.fromisoformat(found.group())), versions or "")
    return re.sub(r"\((\d+)\)", r"(\1 kantor)", text)


def month_text(month: str) -> str:
    """`2022-06` -> `Juni 2022`."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"
