"""Vehicles and prices."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from core.accounts.models import User
from core.regions.models import Office
from sihebat.models import Fill, FuelPrice, Product, StandardPrice, Vehicle
from sihebat.rules.period import start_of_day


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
