"""An invented answer to every field of every kind, for the demo, the pictures and the tests."""

import json
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sodamolek.letters.rules.answers import typed

DATA = Path(__file__).resolve().parent.parent / "data" / "examples.json"


@cache
def _answers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(DATA.read_text())["answers"]
    return found


def example_answers(code: str, today: date) -> dict[str, str]:
    """What somebody could have typed for the kind `code`, as text; dates are near `today`."""
    return {key: typed(_moved(value, today)) for key, value in _answers()[code].items()}


def _moved(value: Any, today: date) -> Any:
    if isinstance(value, str) and (match := re.fullmatch(r"@([+-]\d+)", value)):
        return (today + timedelta(days=int(match[1]))).isoformat()
    return value
