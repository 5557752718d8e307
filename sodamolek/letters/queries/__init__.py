"""Reads that several callers share."""

from sodamolek.letters.queries.catalogue import Found, catalogue, find_kinds, kind_in_force, series_in_use
from sodamolek.letters.queries.desk import (
    COUNT_LIMIT,
    LIST_FIELDS,
    WAITS_FOR,
    DeskRow,
    desk_counts,
    desk_page,
    desk_queue,
    my_requests,
    waiting_for,
)
from sodamolek.letters.queries.progress import Event, reasons_by_label, timeline, wording_changes
from sodamolek.letters.queries.sheets import (
    DocumentGroup,
    documents_by_requirement,
    office_at_level,
    office_for,
    person_of,
    resident_of,
    sheet_of,
    sheet_with,
    start_values,
)

__all__ = [
    "COUNT_LIMIT",
    "LIST_FIELDS",
    "WAITS_FOR",
    "DeskRow",
    "DocumentGroup",
    "Event",
    "Found",
    "catalogue",
    "desk_counts",
    "desk_page",
    "desk_queue",
    "documents_by_requirement",
    "find_kinds",
    "kind_in_force",
    "my_requests",
    "office_at_level",
    "office_for",
    "person_of",
    "reasons_by_label",
    "resident_of",
    "series_in_use",
    "sheet_of",
    "sheet_with",
    "start_values",
    "timeline",
    "waiting_for",
    "wording_changes",
]
