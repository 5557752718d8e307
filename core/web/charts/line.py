"""A line chart: several series over dates or numbers, with gaps where a value is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from core.web.charts.scale import CHARACTER, STYLES, WIDTH, Point, Scale, Value, X, date_ticks, mark, number, path
from core.web.charts.scale import position as place
from core.web.charts.scale import ticks as round_ticks

PLOT_HEIGHT = 180
TOP = 12
MARKS = 12  # about so many marks a line: more would hide it


@dataclass(frozen=True)
class Series:
    """`points` in the order of x; None as a value leaves a gap, so put one in for a day without a value.

    A `reference` is drawn thin and grey without marks: a limit or a norm to compare with. `end_label` names a line
    at its end.
    """

    name: str
    points: Sequence[tuple[X, Value | None]]
    reference: bool = False
    end_label: str = ""


@dataclass(frozen=True)
class LineChart:
    """x is either dates in all series or numbers in all of them. `unit` stands beside the title and in the table."""

    title: str
    series: Sequence[Series]
    unit: str = ""
    decimals: int = 0
    x_label: str = ""
    from_zero: bool = False
    note: str = ""


@dataclass(frozen=True)
class Tick:
    at: float
    text: str
    day: date | None = None
    anchor: str = "middle"


@dataclass(frozen=True)
class Mark:
    d: str
    x: X
    value: Value


@dataclass(frozen=True)
class Drawn:
    name: str
    style: int  # 1 to 6; 0 for a reference
    d: str
    key: str  # the mark in the legend
    marks: list[Mark] = field(default_factory=list)
    end: Point | None = None
    end_label: str = ""


@dataclass(frozen=True)
class LineLayout:
    width: int
    height: int
    left: float
    right: float
    bottom: float
    text_x: float  # where the labels of the y axis end
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    x_kind: str  # day, month, year or number
    lines: list[Drawn]


def line_layout(chart: LineChart) -> LineLayout | None:
    """Where everything of `chart` stands; None when there is no value at all."""
    values = [float(value) for s in chart.series for _, value in s.points if value is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    y_values = round_ticks(min(0.0, low) if chart.from_zero else low, max(0.0, high) if chart.from_zero else high)
    decimals = next((d for d in range(4) if all(round(v, d) == v for v in y_values)), 4)
    y_texts = [number(value, decimals) for value in y_values]
    left = max(len(text) for text in y_texts) * CHARACTER + 8
    right = WIDTH - 10 - max(len(s.end_label) for s in chart.series) * CHARACTER
    y = Scale(y_values[0], y_values[-1], TOP + PLOT_HEIGHT, TOP)
    xs = [x for s in chart.series for x, _ in s.points]
    x_values, kind = _x_ticks(xs)
    x = Scale(place(min(xs)), place(max(xs)), left, right)
    return LineLayout(
        width=WIDTH,
        height=TOP + PLOT_HEIGHT + (44 if chart.x_label else 26),
        left=round(left, 1),
        right=right,
        bottom=TOP + PLOT_HEIGHT,
        text_x=round(left - 6, 1),
        y_ticks=[Tick(y(value), text) for value, text in zip(y_values, y_texts, strict=True)],
        x_ticks=[_x_tick(value, x) for value in x_values],
        x_kind=kind,
        lines=_lines(chart.series, x, y),
    )


def _x_ticks(xs: Sequence[X]) -> tuple[Sequence[X], str]:
    days = [x for x in xs if isinstance(x, date)]
    if days:
        return date_ticks(min(days), max(days))
    low, high = min(place(x) for x in xs), max(place(x) for x in xs)
    if low == high:
        return [low], "number"
    return [tick for tick in round_ticks(low, high, 6) if low <= tick <= high], "number"


def _x_tick(value: X, x: Scale) -> Tick:
    at = x(place(value))
    anchor = "end" if at > WIDTH - 24 else "middle"
    if isinstance(value, date):
        return Tick(at, "", value, anchor)
    return Tick(at, number(value, 0 if value == int(value) else 1), None, anchor)


def _lines(series: Sequence[Series], x: Scale, y: Scale) -> list[Drawn]:
    drawn: list[Drawn] = []
    style = 0
    for s in series:
        spots = [None if value is None else (x(place(at)), y(float(value))) for at, value in s.points]
        last = next((spot for spot in reversed(spots) if spot), None)
        if s.reference:
            drawn.append(Drawn(s.name, 0, path(spots), "", [], last, s.end_label))
            continue
        style = style % STYLES + 1
        drawn.append(Drawn(s.name, style, path(spots), mark(style, 20, 8), _marks(s, spots, style), last, s.end_label))
    return drawn


def _marks(series: Series, spots: list[Point | None], style: int) -> list[Mark]:
    """Marks on every so many values, on the last, and on those that stand alone between gaps."""
    known = [index for index, spot in enumerate(spots) if spot]
    every = max(1, -(-len(known) // MARKS))
    chosen = set(known[::-every])
    chosen |= {
        index
        for index in known
        if (index == 0 or spots[index - 1] is None) and (index + 1 == len(spots) or spots[index + 1] is None)
    }
    found: list[Mark] = []
    for index in sorted(chosen):
        spot, (at, value) = spots[index], series.points[index]
        if spot is not None and value is not None:
            found.append(Mark(mark(style, *spot), at, value))
    return found
