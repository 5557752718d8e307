"""Ticks, scales, marks and numbers that the charts share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

Value = int | float | Decimal
X = date | int | float | Decimal
Point = tuple[float, float]

WIDTH = 360
CHARACTER = 7.6  # a digit's width in the drawing's 14-unit text, a little generous
# Each series has a colour, a dash and a shape of its own (portal.css: .chart-1 to .chart-6).
STYLES = 6


def number(value: Value | None, decimals: int = 0) -> str:
    """`1.250.000,50` as Indonesian writes it; a dash for None. Halves go away from zero."""
    if value is None:
        return "–"
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if rounded < 0 else text


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round steps (1, 2, 2.5 or 5 times a power of ten) from at most `low` to at least `high`.

    About `count` of them. Equal bounds are widened first, so there are always two or more.
    """
    if low == high:
        margin = abs(low) * 0.1 or 1.0
        low, high = low - margin, high + margin
    rough = (high - low) / max(1, count - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(step * index, 10) for index in range(first, last + 1)]


def date_ticks(first: date, last: date, most: int = 5) -> tuple[list[date], str]:
    """At most `most` round dates within [first, last], and what they are: "day", "month" or "year"."""
    span = (last - first).days
    for step in (1, 2, 7, 14):
        if span // step < most:
            return [first + timedelta(days=step * index) for index in range(span // step + 1)], "day"
    for months in (1, 2, 3, 6):
        found = [day for day in _months(first, last) if (day.month - 1) % months == 0]
        if 2 <= len(found) <= most:
            return found, "month"
    years = [day for day in _months(first, last) if day.month == 1]
    if len(years) < 2:  # too many months, yet not two new years: every few weeks will do
        step = -(-span // (most - 1))
        return [first + timedelta(days=step * index) for index in range(span // step + 1)], "day"
    return years[:: -(-len(years) // most)], "year"


def _months(first: date, last: date) -> list[date]:
    """Firsts of a month within [first, last]."""
    count = (last.year - first.year) * 12 + last.month - first.month
    starts = (divmod(first.month - 1 + index, 12) for index in range(count + 1))
    days = [date(first.year + years, month + 1, 1) for years, month in starts]
    return [day for day in days if first <= day <= last]


def position(x: X) -> float:
    """A place on the number line: days for dates."""
    return float(x.toordinal()) if isinstance(x, date) else float(x)


@dataclass(frozen=True)
class Scale:
    """Values [low, high] onto the drawing's [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def path(points: Sequence[Point | None], *, closed: bool = False) -> str:
    """The `d` of a line through `points`; a None interrupts it. Closed only when nothing is missing."""
    parts: list[str] = []
    pen_up = True
    for point in points:
        if point is None:
            pen_up = True
            continue
        parts.append(f"{'M' if pen_up else 'L'}{point[0]:g} {point[1]:g}")
        pen_up = False
    if closed and points and None not in points:
        parts.append("Z")
    return "".join(parts)


# Outlines of the marks around (0, 0), as shares of the radius; the first, a circle, is drawn by arcs.
OUTLINES: tuple[tuple[Point, ...], ...] = (
    (),
    ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((0, -1.15), (1.15, 0.9), (-1.15, 0.9)),
    ((0, 1.15), (1.15, -0.9), (-1.15, -0.9)),
    (
        (-0.4, -1.1),
        (0.4, -1.1),
        (0.4, -0.4),
        (1.1, -0.4),
        (1.1, 0.4),
        (0.4, 0.4),
        (0.4, 1.1),
        (-0.4, 1.1),
        (-0.4, 0.4),
        (-1.1, 0.4),
        (-1.1, -0.4),
        (-0.4, -0.4),
    ),
)


def mark(style: int, x: float, y: float, r: float = 4) -> str:
    """The `d` of a series' mark around (x, y): circle, square, rhomb, triangle, triangle down, plus."""
    outline = OUTLINES[(style - 1) % STYLES]
    if not outline:
        return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"
    return path([(round(x + r * dx, 1), round(y + r * dy, 1)) for dx, dy in outline], closed=True)
