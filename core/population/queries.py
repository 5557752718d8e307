"""Reads that several callers share."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from core.population.models import UsageRecord


def usage_report(start: date, end: date) -> QuerySet[Any, Any]:
    """Questions to the register from `start` to `end` (both included), for the report each half-year.

    One row for each month, kind, purpose, office (None: the citizens' own registrations) and outcome, with
    ``queries`` and ``elements_asked``.
    """
    return (
        UsageRecord.objects.filter(day__range=(start, end))
        .annotate(month=TruncMonth("day"))
        .values("month", "kind", "purpose", "office__name", "outcome")
        .annotate(queries=Count("id"), elements_asked=Sum("elements"))
        .order_by("month", "kind", "purpose", "office__name", "outcome")
    )
