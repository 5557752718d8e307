"""The data files that come with the portal; read once per process, wrong ones stop the start loudly."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from smartcity_eval.rules.instrument import InstrumentError, InstrumentSpec, instrument_from
from smartcity_eval.rules.ladder import Ladder, ladder_from

FOLDER = Path(__file__).resolve().parent.parent / "data"
LADDER = "programme-ladder.json"


def read_json(path: Path) -> Any:
    """The parsed file; raises InstrumentError that names it."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InstrumentError(f"{path.name}: tidak terbaca ({error})") from None


def instrument_files(folder: Path = FOLDER) -> list[Path]:
    return [path for path in sorted(folder.glob("*.json")) if path.name != LADDER]


@cache
def bundled() -> dict[str, InstrumentSpec]:
    """The instruments by code."""
    specs = [instrument_from(read_json(path), path.name) for path in instrument_files()]
    return {spec.code: spec for spec in specs}


@cache
def ladder() -> Ladder:
    return ladder_from(read_json(FOLDER / LADDER), LADDER)
