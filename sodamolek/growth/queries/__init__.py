"""Reads of growth."""

from sodamolek.growth.queries.counts import MonthSheet, month_sheet
from sodamolek.growth.queries.lists import (
    active_children,
    day_list,
    has_samples,
    latest_publication,
    open_checks,
    scored,
    two_not_gained,
)
from sodamolek.growth.queries.prevalence import (
    KelurahanRow,
    city_cells,
    city_children,
    kelurahan_rows,
    latest_month,
)

__all__ = [
    "KelurahanRow",
    "MonthSheet",
    "active_children",
    "city_cells",
    "city_children",
    "day_list",
    "has_samples",
    "kelurahan_rows",
    "latest_month",
    "latest_publication",
    "month_sheet",
    "open_checks",
    "scored",
    "two_not_gained",
]
