"""Vehicles and prices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from core.accounts.models import User
from core.accounts.rules import Role
from core.days import start_of_day
from core.regions.models import Office
from sihebat.models import Fill, FuelPrice, Product, StandardPrice, Transfer, Vehicle


@dataclass(frozen=True)
class VehicleFilter:
    """Which vehicles somebody looks for; `text` is part of a plate or of a name."""

    text: str = ""
    plate: str = ""
    office: Office | None = None
    kind: str = ""
    retired: bool = False


def vehicles(user: User, wanted: VehicleFilter) -> QuerySet[Vehicle]:
    """Vehicles that `user` sees, in use or retired, by plate."""
    rows: QuerySet[Vehicle] = Vehicle.objects.visible_to(user).filter(is_active=not wanted.retired)
    if wanted.text:
        rows = rows.filter(Q(plate__contains=wanted.plate) | Q(name__icontains=wanted.text))
    if wanted.office:
        rows = rows.filter(office=wanted.office)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    return rows.select_related("office").order_by("plate")


def vehicles_in_use(user: User) -> QuerySet[Vehicle]:
    """Vehicles for which `user` may see a fill entered, by plate."""
    return vehicles(user, VehicleFilter())


def vehicles_to_fill(user: User) -> QuerySet[Vehicle]:
    """Vehicles of the clerk's offices, and those that were: a receipt may come after the transfer."""
    offices = user.offices_with(Role.FUEL_CLERK)
    theirs = Q(office__in=offices) | Q(transfers__office__in=offices)
    return Vehicle.objects.filter(theirs, is_active=True).distinct()


@dataclass(frozen=True)
class History:
    """Which offices vehicles had left, each with the day from which it was no longer theirs, by day."""

    left: dict[UUID, list[tuple[date, UUID]]]

    def office_on(self, vehicle: Vehicle, day: date) -> UUID:
        """The office that `vehicle` belonged to on a day."""
        former = (office_id for moved_on, office_id in self.left.get(vehicle.pk, ()) if day < moved_on)
        return next(former, vehicle.office_id)

    def offices(self, vehicle: Vehicle) -> set[UUID]:
        """Every office that it ever belonged to."""
        return {vehicle.office_id, *(office_id for _moved_on, office_id in self.left.get(vehicle.pk, ()))}


def history_of(vehicles: Iterable[Vehicle]) -> History:
    """Where vehicles were before. One query; fetch them first, so that a transfer in between is not missed."""
    left: dict[UUID, list[tuple[date, UUID]]] = {}
    rows = Transfer.objects.filter(vehicle__in=[vehicle.pk for vehicle in vehicles]).order_by("moved_on")
    for vehicle_id, moved_on, office_id in rows.values_list("vehicle_id", "moved_on", "office_id"):
        left.setdefault(vehicle_id, []).append((moved_on, office_id))
    return History(left)


@dataclass(frozen=True)
class VehicleYear:
    """What a vehicle filled in a year."""

    fills: int
    litres: Decimal
    total: int
    flagged: int


def vehicle_year(vehicle: Vehicle, year: int) -> VehicleYear:
    """A vehicle's current fills of a year: some hundreds of rows behind an index."""
    rows = Fill.objects.filter(
        vehicle=vehicle,
        is_current=True,
        filled_at__gte=start_of_day(date(year, 1, 1)),
        filled_at__lt=start_of_day(date(year + 1, 1, 1)),
    )
    found = rows.aggregate(
        fills=Count("pk"),
        litres=Sum("litres", default=Decimal(0)),
        total=Sum("total", default=0),
        flagged=Count("pk", filter=~Q(flags={})),
    )
    return VehicleYear(**found)


def price_of(product: str, on: date) -> int | None:
    """What a litre costs at the pump on a day, if known."""
    rows = FuelPrice.objects.filter(product=product, starts_on__lte=on).order_by("-starts_on")
    return rows.values_list("price", flat=True).first()


def pump_prices(today: date) -> list[dict[str, Any]]:
    """Each product: the price in force today, and all that are known, newest first."""
    found: dict[str, list[FuelPrice]] = {}
    for row in FuelPrice.objects.order_by("product", "-starts_on"):
        found.setdefault(row.product, []).append(row)
    return [
        {
            "label": Product(product).label,
            "now": next((row for row in rows if row.starts_on <= today), None),
            "rows": rows,
        }
        for product in Product.values
        if (rows := found.get(product))
    ]


def standard_prices_of(year: int) -> QuerySet[StandardPrice]:
    """The prices that the budget of a year reckons with."""
    return StandardPrice.objects.filter(year=year).order_by("product", "-in_force_from")
