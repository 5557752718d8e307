"""Charts as pure geometry: what goes in, and where it lands on a drawing 360 units wide.

No Django here and no markup: `core/web/templatetags/charts.py` turns a layout into SVG with a table beside it.
A drawing is laid out for a phone; portal.css keeps its text the same size while the drawing grows.
"""

from core.web.charts.bars import Bar, BarChart, bar_layout
from core.web.charts.heat import HeatTable, heat_layout
from core.web.charts.line import LineChart, Series, line_layout
from core.web.charts.radar import RadarChart, RadarSeries, radar_layout

__all__ = [
    "Bar",
    "BarChart",
    "HeatTable",
    "LineChart",
    "RadarChart",
    "RadarSeries",
    "Series",
    "bar_layout",
    "heat_layout",
    "line_layout",
    "radar_layout",
]
