"""What the public may know about the work: reports, claims and verdicts of the last twelve months."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from core.days import start_of_day
from kabashoax.models import Claim, Report, Verdict

MONTHS = 12


@dataclass
class Month:
    """One month; `kinds` counts first verdicts by what was found."""

    first: date
    reports: int = 0
    claims: int = 0
    corrections: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def verdicts(self) -> int:
        return self.kinds.total()


@dataclass(frozen=True)
class Statistics:
    """The months, newest first, their sums, and how long a report waits for its verdict (None without any)."""

    months: list[Month]
    median: timedelta | None
    has_samples: bool

    @property
    def reports(self) -> int:
        return sum(month.reports for month in self.months)

    @property
    def claims(self) -> int:
        return sum(month.claims for month in self.months)

    @property
    def verdicts(self) -> int:
        return sum(month.verdicts for month in self.months)

    @property
    def corrections(self) -> int:
        return sum(month.corrections for month in self.months)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of verdicts with their number, most frequent first."""
        total: Counter[str] = sum((month.kinds for month in self.months), Counter())
        return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def statistics(today: date) -> Statistics:
    """The twelve months up to `today`, in WITA."""
    firsts = _firsts(today)
    since = start_of_day(firsts[-1])
    months = {first: Month(first) for first in firsts}
    for first, count in _by_month(Report.objects.filter(received_at__gte=since), "received_at"):
        months[first].reports = count
    for first, count in _by_month(Claim.objects.filter(opened_at__gte=since), "opened_at"):
        months[first].claims = count
    published = Claim.objects.published().filter(published_at__gte=since).order_by()
    for first, kind, count in _by_month(published, "published_at", "verdict"):
        months[first].kinds[kind] = count
    corrected = Verdict.objects.filter(version__gt=1, published_at__gte=since).exclude(reason="").order_by()
    for first, count in _by_month(corrected, "published_at"):
        months[first].corrections = count
    return Statistics(list(months.values()), _median(since), published.filter(is_demo=True).exists())


def _firsts(today: date) -> list[date]:
    """First days of the last twelve months, the current one first."""
    number = today.year * 12 + today.month - 1
    return [date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(MONTHS)]


def _by_month(rows: QuerySet[Any], moment: str, *names: str) -> list[tuple[Any, ...]]:
    """(first day of the month, *names, count) of `rows`; what lies in the future is left out."""
    found = rows.order_by().filter(**{f"{moment}__lte": timezone.now()}).annotate(month=TruncMonth(moment))
    grouped = found.values_list("month", *names).annotate(count=Count("pk"))
    return [(timezone.localdate(month), *rest) for month, *rest in grouped]


class Median(Aggregate):
    """The middle one of the values, in PostgreSQL."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def _median(since: datetime) -> timedelta | None:
    """From a report's arrival to the publication of its claim's verdict; reports of what was known don't count."""
    waited = Report.objects.filter(received_at__gte=since, claim__published_at__gt=F("received_at")).order_by()
    found: timedelta | None = waited.aggregate(
        middle=Median(F("claim__published_at") - F("received_at"), output_field=DurationField())
    )["middle"]
    return found
