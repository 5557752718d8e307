"""Invented questions to the register, so that the demo's usage report has something to show."""

from datetime import timedelta

from django.utils import timezone

from core.population.models import UsageRecord
from core.regions.models import Office

ASKED = ["nik", "kk", "birth_date"]
RECEIVED = [*ASKED, "name", "birth_place", "sex", "religion", "marital_status", "occupation", "address", "rt", "rw"]
DAYS = 90
# (kind, purpose, at an office, elements, those that differed, outcome); each in turn, some a day.
QUESTIONS: tuple[tuple[str, str, bool, list[str], list[str], str], ...] = (
    ("verify", "registration", False, ASKED, [], "agrees"),
    ("fetch", "registration", False, RECEIVED, [], "found"),
    ("verify", "registration", False, ASKED, ["kk"], "differs"),
    ("verify", "counter", True, ASKED, [], "agrees"),
    ("fetch", "counter", True, RECEIVED, [], "found"),
    ("verify", "letter", True, ASKED, [], "agrees"),
    ("verify", "refresh", False, ASKED, [], "timeout"),
    ("verify", "counter", True, ASKED, [], "unknown"),
)


def make_usage() -> None:
    """Three months of questions, up to today; nothing where questions were counted already."""
    if UsageRecord.objects.exists():
        return
    today, offices = timezone.localdate(), list(Office.objects.filter(kind=Office.Kind.KELURAHAN).order_by("code")[:3])
    rows = []
    for number in range(DAYS * 2):
        kind, purpose, at_office, names, differing, outcome = QUESTIONS[number % len(QUESTIONS)]
        rows.append(
            UsageRecord(
                day=today - timedelta(days=DAYS - number // 2), kind=kind, purpose=purpose,
                office=offices[number % len(offices)] if at_office and offices else None,
                names=names, differing=differing, elements=len(names), outcome=outcome,
            )
        )  # fmt: skip
    UsageRecord.objects.bulk_create(rows)
