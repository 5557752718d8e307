"""A chart of horizontal bars: each with its label and value above it, so that both are whole on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.web.charts.scale import CHARACTER, WIDTH, Scale, Value, number

ROW = 46
THICK = 16


@dataclass(frozen=True)
class Bar:
    """`value` None means no data. `reference` is drawn as a line across the bar: a ceiling, a target.

    `tone` is "", "good" or "bad": another colour and a pattern of its own; say in words what it means.
    """

    label: str
    value: Value | None
    reference: Value | None = None
    tone: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars in the order given, from a common zero; negative ones go to the left of it."""

    title: str
    bars: Sequence[Bar]
    unit: str = ""
    decimals: int = 0
    value_name: str = ""
    reference_name: str = ""
    label_name: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrawnBar:
    label: str
    text: str
    y: float  # of the label's line; the bar hangs under it
    bar_y: float
    x: float
    width: float
    tone: str
    reference_x: float | None


@dataclass(frozen=True)
class BarLayout:
    width: int
    height: int
    zero: float
    thick: int
    bars: list[DrawnBar]


def bar_layout(chart: BarChart) -> BarLayout:
    """Where each bar stands. Labels that would run into the value are cut; the table has them whole."""
    ends = [float(v) for bar in chart.bars for v in (bar.value, bar.reference) if v is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    x = Scale(low, high if high > low else low + 1, 1, WIDTH - 1)
    return BarLayout(
        width=WIDTH,
        height=max(1, len(chart.bars)) * ROW,
        zero=x(0),
        thick=THICK,
        bars=[_draw(bar, index, x, chart.decimals) for index, bar in enumerate(chart.bars)],
    )


def _draw(bar: Bar, index: int, x: Scale, decimals: int) -> DrawnBar:
    text = number(bar.value, decimals)
    value = float(bar.value or 0)
    start, end = sorted((x(0), x(value)))
    return DrawnBar(
        label=shortened(bar.label, int((WIDTH - len(text) * CHARACTER - 12) / (CHARACTER - 0.2))),
        text=text,
        y=index * ROW + 15,
        bar_y=index * ROW + 22,
        x=start,
        width=0 if bar.value is None else round(max(end - start, 1.0), 1),
        tone=bar.tone,
        reference_x=None if bar.reference is None else x(float(bar.reference)),
    )


def shortened(text: str, most: int) -> str:
    """`text`, or its beginning with an ellipsis: at most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
