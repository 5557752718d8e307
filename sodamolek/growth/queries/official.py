"""The health office's own figures as the press quoted them (data/official.json), each with its source."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "official.json"


@dataclass(frozen=True)
class OfficialFigure:
    day: date
    percent: float
    stunted: int
    source: str


@cache
def official_figures() -> tuple[OfficialFigure, ...]:
    """By time, the latest last."""
    rows = json.loads(FILE.read_text())["figures"]
    found = [
        OfficialFigure(date.fromisoformat(f"{row['period']}-01"), row["percent"], row["stunted"], row["source"])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda figure: figure.day))
