"""The worked example's fills: two a month for each vehicle, whose totals are the plan's to the rupiah."""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sihebat.models import FuelPrice, Vehicle
from sihebat.rules.flags import Facts, flags_of
from sihebat.rules.period import WITA
from sihebat.services.demo.fleet import kind_of
from sihebat.services.demo.plan import plan_of, spread

MILLI = Decimal("0.001")
# Fills that ask for an explanation, in these years only: the two exact periods stay clean.
FLAGGED_FROM = 2024
EVERY = 211
Month = tuple[int, int]


@dataclass
class Pump:
    """What is known of one fill before it is written."""

    at: datetime
    price: int
    litres: Decimal
    total: int
    odometer: int | None


Made = tuple[Pump, str, dict[str, str]]


class Prices:
    """The pump price of a product on a day."""

    def __init__(self) -> None:
        self._days: dict[str, list[date]] = {}
        self._prices: dict[str, list[int]] = {}
        for row in FuelPrice.objects.order_by("product", "starts_on"):
            self._days.setdefault(row.product, []).append(row.starts_on)
            self._prices.setdefault(row.product, []).append(row.price)

    def on(self, product: str, day: date) -> int:
        return self._prices[product][bisect_right(self._days[product], day) - 1]


def month_totals(vehicles: list[Vehicle], office_factors: dict[object, int], years: range) -> dict[Month, list[int]]:
    """For each month what each vehicle's two fills cost, in the vehicles' order; adds up to the plan's month."""
    noise = random.Random(5371)  # noqa: S311 - the same example on every machine
    base = [kind_of(vehicle)["weight"] * office_factors[vehicle.office_id] for vehicle in vehicles]
    totals = {}
    for year in years:
        for month, spent in enumerate(plan_of(year).spent, start=1):
            weights = [weight * (80 + int(noise.random() * 46)) for weight in base for _ in (0, 1)]
            totals[year, month] = spread(spent, weights)
    return totals


def fills_of(place: int, vehicle: Vehicle, totals: dict[Month, list[int]], prices: Prices) -> Iterator[Made]:
    """Every fill of one vehicle in the order of time, with its number and its flags."""
    dice = random.Random(place)  # noqa: S311 - as above
    kilometres = kind_of(vehicle)["km_per_litre"]
    odometer = 8_000 + place * 37 % 60_000 if kilometres else None
    before: Pump | None = None
    odd = False
    for (year, month), amounts in totals.items():
        for turn in (0, 1):
            day = date(year, month, 1 + 14 * turn + int(dice.random() * 13))
            minute = int(dice.random() * 600)
            at = datetime(year, month, day.day, 7 + minute // 60, minute % 60, tzinfo=WITA)
            price, total = prices.on(vehicle.product, day), amounts[2 * place + turn]
            litres = (Decimal(total) / price).quantize(MILLI, ROUND_HALF_UP)
            if odometer is not None:
                odometer += int(litres * kilometres)
            pump = Pump(at, price, litres, total, odometer)
            after_odd, odd = odd, bool(turn) and year >= FLAGGED_FROM and (place * 7 + month + year) % EVERY == 0
            if odd:
                _make_odd(pump, before, vehicle, (place + month) % 5)
            # No other fill of the example can have a flag, and asking for each takes longer than all the rest.
            ask = odd or after_odd or litres > (vehicle.tank_litres or 0)
            flags = _flags(pump, before, vehicle, prices) if ask else {}
            yield pump, f"{vehicle.plate[3:7]}-{year}{month:02d}-{turn + 1}", flags
            before = pump
            if pump.odometer is not None and odometer is not None:
                odometer = max(odometer, pump.odometer)


def _flags(pump: Pump, before: Pump | None, vehicle: Vehicle, prices: Prices) -> dict[str, str]:
    facts = Facts(
        litres=pump.litres,
        price=pump.price,
        total=pump.total,
        filled_at=pump.at,
        odometer=pump.odometer,
        tank_litres=vehicle.tank_litres,
        previous_at=before.at if before else None,
        previous_odometer=before.odometer if before else None,
        day_price=prices.on(vehicle.product, pump.at.date()),
    )
    return flags_of(facts)


def _make_odd(pump: Pump, before: Pump | None, vehicle: Vehicle, which: int) -> None:
    """Let one of the five flags come up."""
    if which == 0:
        pump.litres = (vehicle.tank_litres or Decimal(40)) + Decimal("3.500")
        pump.total = int(pump.litres * pump.price)
    elif which == 1 and pump.odometer is not None:
        pump.odometer -= 2_500
    elif which == 2 and before is not None:
        pump.at = before.at + timedelta(minutes=12)
    elif which == 3:
        pump.price -= 500
        pump.litres = (Decimal(pump.total) / pump.price).quantize(MILLI, ROUND_HALF_UP)
    else:
        pump.total += 25_000
