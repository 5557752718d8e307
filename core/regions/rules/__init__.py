"""Pure calculation: working time, shades of the tile map, reading a city's polygons."""

from core.regions.rules.boundaries import match
from core.regions.rules.calendar import WorkingCalendar, add_working_time, working_time_between
from core.regions.rules.tiles import levels

__all__ = ["WorkingCalendar", "add_working_time", "levels", "match", "working_time_between"]
