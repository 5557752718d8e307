"""Reads that several callers share."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count

from core.http import safe_cell
from core.population.models import RegisterImport, UsageRecord
from core.population.rules import usage
from core.population.rules.columns import LABELS

BY_ELEMENT = """
SELECT u.source, coalesce(o.name, ''), u.purpose, u.kind, coalesce(e.name, ''),
  CASE WHEN e.name IS NULL OR u.outcome NOT IN ('agrees', 'differs') THEN u.outcome
    WHEN e.name = ANY(u.differing) THEN 'differs' ELSE 'agrees' END,
  count(*)
FROM population_usagerecord u
LEFT JOIN regions_office o ON o.id = u.office_id
LEFT JOIN LATERAL unnest(u.names) AS e(name) ON true
WHERE u.day BETWEEN %s AND %s
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""
HEADER = ("sumber", "perangkat daerah", "keperluan", "cara", "elemen", "hasil", "jumlah")


@dataclass(frozen=True)
class ElementUse:
    """How often one element was asked for one purpose with one result; codes, and their words."""

    source: str
    office: str
    purpose: str
    kind: str
    element: str
    result: str
    count: int

    def words(self) -> tuple[str, str, str, str, str, str, int]:
        """As people read it, in the order of HEADER."""
        return (
            str(usage.SOURCES.get(self.source, self.source)),
            self.office or str(usage.NO_OFFICE),
            str(usage.PURPOSES.get(self.purpose, self.purpose)),
            str(usage.KINDS.get(self.kind, self.kind)),
            usage.element_label(self.element),
            str(usage.RESULTS.get(self.result, self.result)),
            self.count,
        )


def element_report(start: date, end: date) -> list[ElementUse]:
    """Questions to a register by source, office, purpose and element, from `start` to `end` (both included).

    A question without an answer counts under "" where no element came of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(BY_ELEMENT, [start, end])
        return [ElementUse(*row) for row in cursor.fetchall()]


def element_totals(rows: list[ElementUse]) -> list[tuple[str, str, int]]:
    """How often each element was asked with each result, over all offices and purposes, as people read it."""
    places = {name: place for place, name in enumerate(LABELS)}
    sums = Counter[tuple[str, str]]()
    for row in rows:
        sums[row.element, row.result] += row.count
    ordered = sorted(sums.items(), key=lambda item: (places.get(item[0][0], len(places)), item[0]))
    return [
        (usage.element_label(element), str(usage.RESULTS.get(result, result)), count)
        for (element, result), count in ordered
    ]


def question_report(start: date, end: date) -> list[dict[str, Any]]:
    """Questions (not elements) by office, purpose, kind and outcome, with words and ``queries``."""
    rows = (
        UsageRecord.objects.filter(day__range=(start, end))
        .values("office__name", "purpose", "kind", "outcome")
        .annotate(queries=Count("id"))
        .order_by("office__name", "purpose", "kind", "outcome")
    )
    return [
        {
            "office": row["office__name"] or usage.NO_OFFICE,
            "purpose": usage.PURPOSES.get(row["purpose"], row["purpose"]),
            "kind": usage.KINDS[row["kind"]],
            "result": usage.RESULTS.get(row["outcome"], row["outcome"]),
            "queries": row["queries"],
        }
        for row in rows
    ]


def report_lines(start: date, end: date) -> Iterator[tuple[object, ...]]:
    """The report by element as lines of a CSV file, its header first."""
    yield HEADER
    for row in element_report(start, end):
        yield tuple(safe_cell(cell) for cell in row.words())


def last_import() -> RegisterImport | None:
    """The newest import of the city's own register."""
    return RegisterImport.objects.order_by("-id").first()
