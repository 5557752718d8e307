"""Z-scores by the WHO Child Growth Standards, as WHO's own program (anthro) gives them.

Method: "WHO Child Growth Standards: Methods and development" (2006), chapter 7, with the adjustment of weight-based
indices beyond 3 standard deviations. As in WHO's macro igrowup: to 1,856 days, and a child under two years who was
measured standing is corrected at any age (WHO's later R package stops at 60 months, and before nine months takes
"standing" for a slip). No Decimal and no big library: a row must take a few microseconds.
"""

import math
from typing import NamedTuple

from sodamolek.growth.rules.tables import HEIGHTS, LENGTHS, OLDEST, Lms, standards

VERSION = "who-2006/1"  # kept with each score; a change of the rules below gets a new one
STANDING_FROM = 731  # days; younger children are measured lying
SHIFT = 0.7  # cm by which a child is longer lying than standing
UNKNOWN_AGE_STANDS = 87.0  # cm, where neither age nor the way of measuring is known
HEAVIEST, TALLEST = 200.0, 300.0  # beyond: a slip, not a measurement
INDICES = ("lhfa", "wfa", "wflh", "bmi")
# Beyond these WHO calls a score implausible and leaves it out of the counts.
LIMITS = {"lhfa": (-6.0, 6.0), "wfa": (-6.0, 5.0), "wflh": (-5.0, 5.0), "bmi": (-5.0, 5.0)}


class Scores(NamedTuple):
    """Two decimals each; None where a measurement is missing or outside the standards' range."""

    lhfa: float | None = None
    wfa: float | None = None
    wflh: float | None = None
    bmi: float | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """The indices that are beyond WHO's limits of plausibility."""
        return tuple(
            index
            for index, value in zip(INDICES, self, strict=True)
            if value is not None and not LIMITS[index][0] <= value <= LIMITS[index][1]
        )


def zscores(sex: str, age_days: int | None, weight: float | None, lenhei: float | None, measure: str = "") -> Scores:
    """The four scores of one child: `sex` M or F, `weight` in kg, `lenhei` in cm.

    `measure` is l (lying) or h (standing); "" means the way that fits the age. A child measured the other way is
    corrected by 0.7 cm. With oedema the weight says nothing: give None for it.
    """
    if age_days is not None and not 0 <= age_days <= OLDEST:
        return NONE
    if weight is not None and not 0 < weight <= HEAVIEST:
        weight = None
    if lenhei is not None and not 0 < lenhei <= TALLEST:
        lenhei = None
    if lenhei is None:
        wfa = None if age_days is None or weight is None else _weight_score(weight, *standards(sex).wfa[age_days])
        return Scores(wfa=wfa)
    lenhei, lying = _as_standard(age_days, lenhei, measure)
    tables = standards(sex)
    wflh = None
    if weight is not None:
        table, extent = (tables.wfl, LENGTHS) if lying else (tables.wfh, HEIGHTS)
        wflh = _for_length(table, extent, weight, lenhei)
    if age_days is None:
        return Scores(wflh=wflh)
    _l, m, s = tables.lhfa[age_days]  # L is 1 at every age
    lhfa = round((lenhei / m - 1) / s, 2) + 0.0  # never -0.0
    if weight is None:
        return Scores(lhfa)
    wfa = _weight_score(weight, *tables.wfa[age_days])
    return Scores(lhfa, wfa, wflh, _weight_score(weight * 10_000 / (lenhei * lenhei), *tables.bmi[age_days]))


def _as_standard(age_days: int | None, lenhei: float, measure: str) -> tuple[float, bool]:
    """Length or height as the standards want it at that age, and whether that is lying."""
    if age_days is None:
        return lenhei, measure == "l" or (not measure and lenhei < UNKNOWN_AGE_STANDS)
    if age_days < STANDING_FROM:
        return lenhei + SHIFT if measure == "h" else lenhei, True
    return lenhei - SHIFT if measure == "l" else lenhei, False


def _for_length(table: list[Lms], extent: tuple[int, int], weight: float, lenhei: float) -> float | None:
    """Weight for length or height; between two millimetres the table is interpolated."""
    place = lenhei * 10 - extent[0]
    if not -1e-9 <= place <= extent[1] - extent[0] + 1e-9:
        return None
    below = int(place + 1e-9)
    part = place - below
    if part < 1e-6:
        return _weight_score(weight, *table[below])
    (l1, m1, s1), (l2, m2, s2) = table[below], table[below + 1]
    return _weight_score(weight, l1 + part * (l2 - l1), m1 + part * (m2 - m1), s1 + part * (s2 - s1))


def _weight_score(value: float, l: float, m: float, s: float) -> float:  # noqa: E741 - the standards' own names
    """A score of an index with weight in it: beyond 3 each step is as wide as the one from 2 to 3."""
    z = ((value / m) ** l - 1) / (l * s) if l else math.log(value / m) / s
    if -3 <= z <= 3:
        return round(z, 2) + 0.0
    three = measurement_at(3 if z > 0 else -3, (l, m, s))
    two = measurement_at(2 if z > 0 else -2, (l, m, s))
    return round(3 + (value - three) / (three - two) if z > 0 else -3 + (value - three) / (two - three), 2)


def measurement_at(z: float, lms: Lms) -> float:
    """The measurement that has the score `z`, from -3 to 3: the curves of a growth chart."""
    l, m, s = lms  # noqa: E741 - as above
    return m * (1 + l * s * z) ** (1 / l) if l else m * math.exp(s * z)


NONE = Scores()
