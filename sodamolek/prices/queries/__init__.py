"""Reads of prices."""

from sodamolek.prices.queries.published import (
    EARLIER_DAYS,
    OPEN_FIELDS,
    DayRow,
    day_table,
    has_samples,
    history,
    latest_day,
    mean_history,
    open_rows,
    published_quotes,
)
from sodamolek.prices.queries.rounds import check_rows, last_prices, markets_done, own_rounds, waiting
from sodamolek.prices.queries.weekly import WeekReport, index_as_dict, week_report, weekly_indices

__all__ = [
    "EARLIER_DAYS",
    "OPEN_FIELDS",
    "DayRow",
    "WeekReport",
    "check_rows",
    "day_table",
    "has_samples",
    "history",
    "index_as_dict",
    "last_prices",
    "latest_day",
    "markets_done",
    "mean_history",
    "open_rows",
    "own_rounds",
    "published_quotes",
    "waiting",
    "week_report",
    "weekly_indices",
]
