"""A file of children in, the same rows with their scores out, streamed."""

import math
from collections.abc import Callable, Iterator

from sodamolek.growth.rules.zscores import INDICES, Scores, zscores

NEEDED = ("sex", "age_days", "weight_kg", "lenhei_cm")
OPTIONAL = ("measure", "oedema")
# As WHO's program names them, and `flags`: the indices beyond its limits in one column.
ADDED = (*(f"z_{index}" for index in INDICES), *(f"flag_{index}" for index in INDICES), "flags")
SEX = {"M": "M", "F": "F", "m": "M", "1": "M", "f": "F", "2": "F"}
MEASURE = {"": "", "l": "l", "h": "h"}
# As WHO's program: 1 is yes and 2 is no.
YES = {"": False, "n": False, "no": False, "0": False, "2": False, "y": True, "yes": True, "1": True}
UNKNOWN = {"", "na", "."}  # how other programs write that there is no value


FINE = ("0", "0", "0", "0", "")  # what follows the scores of nearly every child


def scored_rows(rows: Iterator[list[str]], refuse: Callable[[int, str], None]) -> Iterator[list[str]]:
    """The header and each row with the ADDED columns; those that are there already are written anew.

    A row that can't be read keeps its cells, gets no scores and is told to `refuse(line, why)`.
    ValueError when a NEEDED column is missing.
    """
    header = next(rows, [])
    names = [name.strip().lower().lstrip("\ufeff") for name in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(", ".join(missing))
    keep = [place for place, name in enumerate(names) if name not in ADDED]
    everything = len(keep) == len(names)
    yield [header[place] for place in keep] + list(ADDED)
    places = [names.index(name) if name in names else None for name in (*NEEDED, *OPTIONAL)]
    width, nothing = len(names), [""] * len(ADDED)
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        row.extend([""] * (width - len(row)))
        try:
            scores = _scores([row[place] if place is not None else "" for place in places])
        except ValueError as error:
            refuse(line, str(error))
            added = nothing
        else:
            added = _cells(scores)
        yield (row if everything and len(row) == width else [row[place] for place in keep]) + added


def _scores(cells: list[str]) -> Scores:
    sex, age, weight, lenhei, measure, oedema = cells
    try:
        known, way, swollen = SEX[sex], MEASURE[measure], YES[oedema]
    except KeyError:
        known, way, swollen = _words(sex, measure, oedema)
    days = _number(age)
    # Half a day counts as a day, as WHO's program rounds.
    age_days = None if days is None else math.floor(days + 0.5)
    return zscores(known, age_days, None if swollen else _number(weight), _number(lenhei), way)


def _words(sex: str, measure: str, oedema: str) -> tuple[str, str, bool]:
    """The same words in small letters and without blanks; ValueError names the one that nobody knows."""
    try:
        return SEX[_word(sex)], MEASURE[_word(measure)], YES[_word(oedema)]
    except KeyError as error:
        raise ValueError(f"sex/measure/oedema: {error}") from None


def _word(text: str) -> str:
    small = text.strip().lower()
    return "" if small in UNKNOWN else small


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        if text.strip().lower() in UNKNOWN:
            return None
        raise
    if not -1e9 < value < 1e9:  # also inf and nan
        raise ValueError(f"angka: {text!r}")
    return value


def _cells(scores: Scores) -> list[str]:
    lhfa, wfa, wflh, bmi = scores
    # Nearly every child: all four there, and within the narrowest of WHO's limits. Written out, since it is hot.
    if lhfa is not None and wfa is not None and wflh is not None and bmi is not None:  # noqa: SIM102 - for mypy
        if -5 <= lhfa <= 5 and -5 <= wfa <= 5 and -5 <= wflh <= 5 and -5 <= bmi <= 5:
            return [f"{lhfa:.2f}", f"{wfa:.2f}", f"{wflh:.2f}", f"{bmi:.2f}", *FINE]
    flags = scores.flags
    shown = ["" if z is None else f"{z:.2f}" for z in scores]
    marks = ["" if z is None else "1" if index in flags else "0" for index, z in zip(INDICES, scores, strict=True)]
    return [*shown, *marks, " ".join(flags)]
