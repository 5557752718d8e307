"""The worked example's offices and vehicles."""

from decimal import Decimal
from typing import Any

from core.regions.models import Office
from sihebat.models import Vehicle
from sihebat.services.demo.plan import example, spread

KINDS_IN_ORDER = (Office.Kind.DINAS, Office.Kind.KECAMATAN, Office.Kind.KELURAHAN)


def chosen_offices() -> list[Office]:
    """43 offices: every perangkat daerah and kecamatan, then kelurahan in the order of their codes."""
    rows = sorted(Office.objects.all(), key=lambda row: (KINDS_IN_ORDER.index(Office.Kind(row.kind)), row.code))
    return rows[: example()["offices"]]


def fleet_weight(office: Office) -> int:
    fleet = example()["fleet"]
    return int(fleet.get(office.code, fleet[office.kind]))


def plate(number: int) -> str:
    """A plate that no registry gives out: the letters ZZ stand for the example."""
    return f"DH {number:04d} ZZ"


def make_vehicles(offices: list[Office]) -> list[Vehicle]:
    """The example's vehicles in the order of their plates; those that exist are left as they are."""
    counts = spread(example()["vehicles"], [fleet_weight(office) for office in offices])
    kinds = _kinds()
    rows, number = [], 0
    for office, count in zip(offices, counts, strict=True):
        for _place in range(count):
            kind = kinds[number * 37 % len(kinds)]
            number += 1
            rows.append(
                Vehicle(
                    office=office,
                    plate=plate(number),
                    kind=kind["kind"],
                    name=f"{kind['name']} (contoh)",
                    product=kind["product"],
                    tank_litres=Decimal(kind["tank"]),
                    is_demo=True,
                )
            )
    Vehicle.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Vehicle.objects.filter(is_demo=True).order_by("plate"))


def needs_of(offices: list[Office], vehicles: list[Vehicle]) -> list[int]:
    """What each office's vehicles use, by their kinds: the budget is shared out by it."""
    needs = dict.fromkeys((office.pk for office in offices), 0)
    for vehicle in vehicles:
        if vehicle.office_id in needs:
            needs[vehicle.office_id] += kind_of(vehicle)["weight"]
    return list(needs.values())


def _kinds() -> list[dict[str, Any]]:
    """A hundred kinds, each as often as its share says."""
    return [kind for kind in example()["kinds"] for _ in range(kind["share"])]


def kind_of(vehicle: Vehicle) -> dict[str, Any]:
    """The example's entry for this kind of vehicle and product."""
    found: dict[str, Any] = next(
        kind for kind in example()["kinds"] if (kind["kind"], kind["product"]) == (vehicle.kind, vehicle.product)
    )
    return found
