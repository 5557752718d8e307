"""What the screens list: the year so far by office, fills, and what asks for an explanation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from core.accounts.models import User
from sihebat.models import Ceiling, Fill, MonthlyAllocation, MonthlyTotal, Vehicle
from sihebat.rules.money import percent

MOST_COUNTED = 100


@dataclass(frozen=True)
class OfficeYear:
    """An office's year so far, in whole rupiah."""

    code: str
    name: str
    ceiling: int
    realised: int

    @property
    def left(self) -> int:
        return self.ceiling - self.realised

    @property
    def used(self) -> Decimal | None:
        """Percent of the ceiling that is spent."""
        return percent(self.realised, self.ceiling)


def office_years(user: User, today: date) -> list[OfficeYear]:
    """The offices that `user` sees, most of the ceiling spent first."""
    ceilings = (
        Ceiling.objects.visible_to(user)
        .filter(year=today.year, in_force_from__lte=today)
        .order_by("office_id", "-in_force_from")
        .distinct("office_id")
        .values_list("office_id", "office__code", "office__name", "amount")
    )
    spent: dict[UUID, int] = dict(
        MonthlyTotal.objects.visible_to(user)
        .filter(month__range=(date(today.year, 1, 1), today))
        .values_list("office_id")
        .annotate(Sum("total"))
        .order_by("office_id")
    )
    rows = [OfficeYear(code, name, amount, spent.get(pk, 0)) for pk, code, name, amount in ceilings]
    return sorted(rows, key=lambda row: (-(row.used or Decimal(0)), row.name))


def months_so_far(user: User, today: date) -> list[dict[str, Any]]:
    """Allocated and realised in each month of the year, over the offices that `user` sees."""
    in_force = (
        Ceiling.objects.visible_to(user)
        .filter(year=today.year, in_force_from__lte=today)
        .order_by("office_id", "-in_force_from")
        .distinct("office_id")
        .values("pk")
    )
    allocated = dict(
        MonthlyAllocation.objects.filter(ceiling__in=in_force)
        .values_list("month")
        .annotate(Sum("amount"))
        .order_by("month")
    )
    realised = dict(
        MonthlyTotal.objects.visible_to(user)
        .filter(month__range=(date(today.year, 1, 1), today))
        .annotate(number=ExtractMonth("month"))
        .values_list("number")
        .annotate(Sum("total"))
        .order_by("number")
    )
    return [
        {"day": date(today.year, month, 1), "allocated": allocated.get(month), "realised": realised.get(month)}
        for month in range(1, 13)
    ]


def fills(user: User, *, flagged: bool = False, plate: str = "") -> QuerySet[Fill]:
    """Current fills that `user` sees, newest first."""
    rows: QuerySet[Fill] = Fill.objects.visible_to(user).filter(is_current=True).select_related("vehicle", "office")
    if flagged:
        rows = rows.exclude(flags={})
    if plate:
        rows = rows.filter(vehicle__plate=plate)
    return rows


def flagged_count(user: User, since: date) -> int:
    """How many fills since a day ask for an explanation; counted up to a hundred."""
    rows = Fill.objects.visible_to(user).filter(is_current=True, day__gte=since).exclude(flags={})
    return len(rows.order_by()[:MOST_COUNTED].values_list("pk"))


def vehicles_of(user: User) -> QuerySet[Vehicle]:
    """Vehicles in use that `user` sees, by plate."""
    found: QuerySet[Vehicle] = Vehicle.objects.visible_to(user).filter(is_active=True).order_by("plate")
    return found


def revisions(fill: Fill) -> list[Fill]:
    """All that was ever written for this transaction, newest first."""
    rows = Fill.objects.filter(provider=fill.provider, number=fill.number).select_related("vehicle", "created_by")
    return list(rows.order_by("-revision"))
