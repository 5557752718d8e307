"""Ceilings, months and spending of a year, as the screens show them. What is spent comes from the months' roll-up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth

from core.accounts.models import User
from core.regions.models import Office
from core.wording import MONTHS
from sihebat.models import ALL_OFFICES, OWN_OFFICE, Ceiling, MonthlyAllocation, MonthlyTotal
from sihebat.rules.money import percent


@dataclass(frozen=True)
class OfficeYear:
    """An office's ceiling in force on a day, and what it spent of it until then."""

    ceiling: Ceiling
    realised: int

    @property
    def office(self) -> Office:
        return self.ceiling.office

    @property
    def left(self) -> int:
        return self.ceiling.amount - self.realised

    @property
    def used(self) -> Decimal | None:
        """Percent of the ceiling that is spent."""
        return percent(self.realised, self.ceiling.amount)


@dataclass(frozen=True)
class Month:
    """A month's allocation (None: no ceiling in force) and spending (None: nothing was filled)."""

    number: int
    allocated: int | None
    realised: int | None

    @property
    def name(self) -> str:
        return MONTHS[self.number - 1]

    @property
    def left(self) -> int | None:
        return None if self.allocated is None else self.allocated - (self.realised or 0)


def offices_of(user: User) -> QuerySet[Office]:
    """The offices whose budget `user` sees, by name."""
    rows = Office.objects.order_by("name")
    return rows if user.has_role(*ALL_OFFICES) else rows.filter(pk__in=user.offices_with(*OWN_OFFICE))


def in_force(user: User, on: date) -> QuerySet[Ceiling]:
    """Of each office that `user` sees, the version of its ceiling in force on a day."""
    rows: QuerySet[Ceiling] = Ceiling.objects.visible_to(user).in_force(on)
    return rows


def office_years(user: User, on: date) -> list[OfficeYear]:
    """The offices that `user` sees and that have a ceiling on that day, most of it spent first."""
    spent: dict[UUID, int] = dict(
        _months(user, on).values_list("office_id").annotate(Sum("total")).order_by("office_id")
    )
    rows = [OfficeYear(row, spent.get(row.office_id, 0)) for row in in_force(user, on).select_related("office")]
    return sorted(rows, key=lambda row: (-(row.used or Decimal(0)), row.office.name))


def months_until(user: User, on: date, office: Office | None = None) -> list[Month]:
    """Allocated and realised in each month of the year, over one office or all that `user` sees."""
    ceilings, spending = in_force(user, on), _months(user, on)
    if office:
        ceilings, spending = ceilings.filter(office=office), spending.filter(office=office)
    allocations = MonthlyAllocation.objects.filter(ceiling__in=ceilings.values("pk"))
    allocated = dict(allocations.values_list("month").annotate(Sum("amount")).order_by("month"))
    numbered = spending.annotate(number=ExtractMonth("month")).values_list("number")
    realised = dict(numbered.annotate(Sum("total")).order_by("number"))
    return [Month(number, allocated.get(number), realised.get(number)) for number in range(1, 13)]


def versions(user: User, office: Office, year: int) -> list[Ceiling]:
    """Every version of an office's ceiling for a year that `user` sees, newest first, `allocated` being its months."""
    rows = Ceiling.objects.visible_to(user).filter(office=office, year=year).order_by("-in_force_from")
    return list(rows.annotate(allocated=Sum("allocations__amount", default=0)))


def offices_without_ceiling(year: int) -> QuerySet[Office]:
    """Offices for which nobody entered a ceiling for that year."""
    return Office.objects.exclude(pk__in=Ceiling.objects.filter(year=year).values("office")).order_by("name")


def years_with_ceilings() -> list[int]:
    """Newest first."""
    return list(Ceiling.objects.order_by("-year").values_list("year", flat=True).distinct())


def _months(user: User, on: date) -> QuerySet[Any]:
    return MonthlyTotal.objects.visible_to(user).filter(month__range=(date(on.year, 1, 1), on))
