"""Reading an assessment from JSON text, and writing its score as one line."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import Any

from smartcity_eval.rules.instrument import InstrumentSpec
from smartcity_eval.rules.scoring import SCORERS, InputError, Score, rounded

NUMBER = re.compile(r"[1-9][0-9]{0,2}")


def read_assessment(text: str, known: Mapping[str, InstrumentSpec]) -> tuple[InstrumentSpec, Score]:
    """The instrument and the score of {"instrument": code, "levels" | "aspects" | "domains": {"1": 3, ...}}.

    Numbers are read as written (2.594 stays 2.594); a mark before the text that tells its encoding is no part of it.
    Raises InputError with a line that says what is wrong.
    """
    data = _parse(text.removeprefix("\ufeff"))
    if not isinstance(data, dict):
        raise InputError("berkas harus berisi satu objek JSON")
    code = data.get("instrument")
    if not isinstance(code, str) or code not in known:
        raise InputError(f"“instrument” harus salah satu dari: {', '.join(sorted(known))}")
    given = [name for name in SCORERS if name in data]
    if len(given) != 1:
        raise InputError("isi tepat satu dari “levels”, “aspects”, “domains”")
    return known[code], SCORERS[given[0]](known[code], _values(data[given[0]], given[0]))


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse, object_pairs_hook=_unique
        )
    except InputError:
        raise
    except DecimalException:
        raise InputError("ada angka yang terlalu besar atau terlalu kecil untuk dibaca") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"bukan JSON yang sah: {error}") from None


def _refuse(name: str) -> Any:
    raise InputError(f"{name} bukan nilai")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"“{name}” ditulis dua kali")
    return dict(pairs)


def _values(rows: Any, place: str) -> dict[int, Decimal | None]:
    if not isinstance(rows, dict):
        raise InputError(f"“{place}” harus berisi pasangan nomor dan nilai")
    values: dict[int, Decimal | None] = {}
    for name, value in rows.items():
        if not NUMBER.fullmatch(name):
            raise InputError(f"“{place}”: “{name}” bukan nomor")
        if value is not None and not isinstance(value, Decimal):
            raise InputError(f"“{place}”: nilai {name} harus angka")
        values[int(name)] = value
    return values


def as_json(spec: InstrumentSpec, score: Score) -> dict[str, Any]:
    """The score as plain data: two decimals for what is read, `index_unrounded` for who computes on."""
    return {
        "instrument": spec.code,
        "index": float(score.index),
        "index_unrounded": float(score.exact),
        "predicate": score.predicate,
        "domains": _plain(score.domains),
        "aspects": _plain(score.aspects),
        "assumed": list(score.assumed),
    }


def _plain(values: Mapping[int, Fraction]) -> dict[str, float]:
    return {str(number): float(rounded(value)) for number, value in values.items()}
