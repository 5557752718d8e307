"""Reads that several callers share."""

from core.documents.queries.findings import Finding, certificates_of, describe, expires_soon
from core.documents.queries.registers import (
    SERIES_SOURCES,
    BookPage,
    Line,
    book,
    book_page,
    find_lines,
    kind_names,
    known_series,
    line_of,
    registers_at,
    registers_of,
    startable_offices,
)

__all__ = [
    "SERIES_SOURCES",
    "BookPage",
    "Finding",
    "Line",
    "book",
    "book_page",
    "certificates_of",
    "describe",
    "expires_soon",
    "find_lines",
    "kind_names",
    "known_series",
    "line_of",
    "registers_at",
    "registers_of",
    "startable_offices",
]
