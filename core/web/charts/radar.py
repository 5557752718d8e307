"""A radar: one polygon a series over n axes from the centre, with a band that marks where it should lie."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.web.charts.scale import STYLES, WIDTH, Point, Value, mark, number, path

HEIGHT = 300
CENTRE = (WIDTH / 2, HEIGHT / 2)
RADIUS = 112
LONGEST_LABEL = 9  # a longer one would leave the drawing on a phone: numbers and a list instead
MOST_LABELS = 8


@dataclass(frozen=True)
class RadarSeries:
    """One value an axis, in the axes' order; None leaves a gap."""

    name: str
    values: Sequence[Value | None]


@dataclass(frozen=True)
class RadarChart:
    """Three axes or more, all from 0 to `maximum`; `band` is (from, to) of the range to be reached."""

    title: str
    axes: Sequence[str]
    series: Sequence[RadarSeries]
    maximum: Value
    rings: int = 5
    unit: str = ""
    decimals: int = 0
    band: tuple[Value, Value] | None = None
    band_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Axis:
    text: str  # the label, or its number when labels are too long
    end: Point
    label: Point
    anchor: str


@dataclass(frozen=True)
class DrawnRadar:
    name: str
    style: int
    d: str
    marks: list[str]
    key: str


@dataclass(frozen=True)
class RadarLayout:
    width: int
    height: int
    centre: Point
    rings: list[str]
    ring_labels: list[tuple[float, str]]
    axes: list[Axis]
    numbered: bool
    band: str
    polygons: list[DrawnRadar]


def radar_layout(chart: RadarChart) -> RadarLayout:
    """Where everything stands; the first axis points up, the others follow clockwise. Values are cut at the rim."""
    count = len(chart.axes)
    if count < 3 or any(len(series.values) != count for series in chart.series):
        raise ValueError("A radar needs three axes or more, and a value (or None) of each series on every axis.")
    whole = float(chart.maximum)
    numbered = count > MOST_LABELS or any(len(label) > LONGEST_LABEL for label in chart.axes)
    steps = [whole * ring / chart.rings for ring in range(1, chart.rings + 1)]
    return RadarLayout(
        width=WIDTH,
        height=HEIGHT,
        centre=CENTRE,
        rings=[_ring(step / whole, count) for step in steps],
        ring_labels=[(round(CENTRE[1] - RADIUS * s / whole, 1), number(s, 0 if s == int(s) else 1)) for s in steps],
        axes=[_axis(str(i + 1) if numbered else label, i, count) for i, label in enumerate(chart.axes)],
        numbered=numbered,
        band="" if chart.band is None else "".join(_ring(float(edge) / whole, count) for edge in chart.band),
        polygons=[_polygon(series, i % STYLES + 1, whole) for i, series in enumerate(chart.series)],
    )


def _spot(index: int, count: int, share: float, beyond: float = 0) -> Point:
    angle = 2 * math.pi * index / count
    length = RADIUS * min(max(share, 0.0), 1.0) + beyond
    return round(CENTRE[0] + length * math.sin(angle), 1), round(CENTRE[1] - length * math.cos(angle), 1)


def _ring(share: float, count: int) -> str:
    return path([_spot(index, count, share) for index in range(count)], closed=True)


def _axis(text: str, index: int, count: int) -> Axis:
    label = _spot(index, count, 1, 14)
    side = label[0] - CENTRE[0]
    anchor = "middle" if abs(side) < 12 else "start" if side > 0 else "end"
    return Axis(text, _spot(index, count, 1), (label[0], round(label[1] + 5, 1)), anchor)


def _polygon(series: RadarSeries, style: int, whole: float) -> DrawnRadar:
    count = len(series.values)
    spots = [None if value is None else _spot(i, count, float(value) / whole) for i, value in enumerate(series.values)]
    # With a gap the line starts after it, so that both ends at axis 1 still meet.
    start = spots.index(None) + 1 if None in spots else 0
    outline = path(spots[start:] + spots[:start], closed=True)
    return DrawnRadar(series.name, style, outline, [mark(style, *s) for s in spots if s], mark(style, 20, 8))
