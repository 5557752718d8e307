"""Fills: the list, what asks for an explanation, the history of one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from core.accounts.models import User
from core.days import start_of_day
from core.regions.models import Office
from sihebat.models import Fill

ANY_FLAG = "on"
MOST_COUNTED = 100


@dataclass(frozen=True)
class FillFilter:
    """Which fills somebody looks for; what is empty does not narrow."""

    office: Office | None = None
    plate: str = ""
    start: date | None = None
    end: date | None = None
    # A flag, or ANY_FLAG.
    flag: str = ""

    def __bool__(self) -> bool:
        return self != FillFilter()


def fills(user: User, wanted: FillFilter) -> QuerySet[Fill]:
    """Current fills that `user` sees, newest first. Days are bounds of `filled_at`, so that its indexes serve."""
    rows: QuerySet[Fill] = Fill.objects.visible_to(user).filter(is_current=True).select_related("vehicle", "office")
    if wanted.office:
        rows = rows.filter(office=wanted.office)
    if wanted.plate:
        rows = rows.filter(vehicle__plate=wanted.plate)
    if wanted.start:
        rows = rows.filter(filled_at__gte=start_of_day(wanted.start))
    if wanted.end:
        rows = rows.filter(filled_at__lt=start_of_day(wanted.end + timedelta(days=1)))
    if wanted.flag:
        rows = rows.exclude(flags={})
    if wanted.flag and wanted.flag != ANY_FLAG:
        rows = rows.filter(flags__has_key=wanted.flag)
    return rows


def flagged_count(user: User, since: date) -> int:
    """How many fills since a day ask for an explanation; counted up to a hundred."""
    rows = Fill.objects.visible_to(user).filter(is_current=True, day__gte=since).exclude(flags={})
    return len(rows.order_by()[:MOST_COUNTED].values_list("pk"))


def revisions(fill: Fill) -> list[Fill]:
    """All that was ever written for this transaction, newest first."""
    rows = Fill.objects.filter(provider=fill.provider, number=fill.number).select_related("vehicle", "created_by")
    return list(rows.order_by("-revision"))
