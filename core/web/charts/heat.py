"""A table whose cells are shaded by their value; the figure stands in each cell, so the shade only helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.web.charts.scale import Value, number

SHADES = 5


@dataclass(frozen=True)
class HeatTable:
    """`rows` are (label, one value a column or None). `low` and `high` bound the shades; by default the data's own."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value | None]]]
    unit: str = ""
    decimals: int = 0
    low: Value | None = None
    high: Value | None = None
    corner: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cell:
    text: str
    shade: int | None  # 0 (palest) to 4; None for no data


@dataclass(frozen=True)
class HeatLayout:
    rows: list[tuple[str, list[Cell]]]


def heat_layout(table: HeatTable) -> HeatLayout:
    """The text and shade of each cell, in five equal steps between the bounds."""
    known = [float(value) for _, values in table.rows for value in values if value is not None]
    low = min(known, default=0.0) if table.low is None else float(table.low)
    high = max(known, default=0.0) if table.high is None else float(table.high)
    return HeatLayout(
        [
            (label, [Cell(number(value, table.decimals), shade(value, low, high)) for value in values])
            for label, values in table.rows
        ]
    )


def shade(value: Value | None, low: float, high: float) -> int | None:
    """Which of the five shades `value` has between `low` and `high`; what lies outside takes the nearest."""
    if value is None:
        return None
    if high <= low:
        return SHADES // 2
    return min(SHADES - 1, max(0, int((float(value) - low) / (high - low) * SHADES)))
