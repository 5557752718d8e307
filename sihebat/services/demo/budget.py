"""Ceilings, months and prices of the worked example."""

import json
from dataclasses import dataclass
from datetime import date

from core.regions.models import Office
from sihebat.models import Ceiling, FuelPrice, MonthlyAllocation, Product, StandardPrice
from sihebat.services.demo.plan import DATA, Year, plan_of, spread

DECREE = "contoh, bukan dokumen anggaran"
ORIGINAL_ON, SHIFT_ON, CHANGE_ON = (1, 3), (5, 16), (10, 3)
SHIFTED_FROM_MONTH, CHANGED_FROM_MONTH = 6, 10


@dataclass
class Version:
    """A version of one office's ceiling with its twelve months."""

    name: Ceiling.Version
    starts: tuple[int, int]
    months: list[int]


def make_prices(years: range) -> None:
    """Pump prices with their sources, and each year's standard prices: what a litre cost on its first day."""
    rows = json.loads((DATA / "pump_prices.json").read_text())["prices"]
    prices = [FuelPrice(**{**row, "starts_on": date.fromisoformat(row["starts_on"])}) for row in rows]
    for product in Product.values:
        first = min((row for row in prices if row.product == product), key=lambda row: row.starts_on)
        source = "anggapan contoh: seperti harga pertama yang diketahui"
        prices.append(FuelPrice(product=product, starts_on=date(years.start, 1, 1), price=first.price, source=source))
    FuelPrice.objects.bulk_create(prices, ignore_conflicts=True)
    standard = [
        StandardPrice(
            year=year,
            product=product,
            in_force_from=date(year, 1, 1),
            price=_price(prices, product, year),
            decree=DECREE,
        )
        for year in years
        for product in Product.values
    ]
    StandardPrice.objects.bulk_create(standard, ignore_conflicts=True)


def _price(prices: list[FuelPrice], product: str, year: int) -> int:
    known = [row for row in prices if row.product == product and row.starts_on <= date(year, 1, 1)]
    return max(known, key=lambda row: row.starts_on).price


def make_ceilings(offices: list[Office], weights: list[int], years: range) -> None:
    """Versions and months for each year that has none yet."""
    taken = set(Ceiling.objects.filter(year__in=years).values_list("year", flat=True))
    ceilings, months = [], []
    for year in years:
        if year in taken:
            continue
        for office, versions in zip(offices, _versions(plan_of(year), weights), strict=True):
            for version in versions:
                ceiling = Ceiling(
                    office=office,
                    year=year,
                    version=version.name,
                    in_force_from=date(year, *version.starts),
                    amount=sum(version.months),
                    decree=DECREE,
                    is_demo=True,
                )
                ceilings.append(ceiling)
                months += [
                    MonthlyAllocation(ceiling=ceiling, month=month, amount=amount)
                    for month, amount in enumerate(version.months, start=1)
                ]
    Ceiling.objects.bulk_create(ceilings)
    MonthlyAllocation.objects.bulk_create(months, batch_size=4000)


def _versions(plan: Year, weights: list[int]) -> list[list[Version]]:
    """Each office's versions: the original, for two of them a shift from one to the other, the change in autumn."""
    by_month = [spread(amount, weights) for amount in plan.allocated]
    originals = [[month[place] for month in by_month] for place in range(len(weights))]
    versions = [[Version(Ceiling.Version.ORIGINAL, ORIGINAL_ON, months)] for months in originals]
    current = [list(months) for months in originals]
    if len(current) > 1:
        for month in range(SHIFTED_FROM_MONTH - 1, 12):
            moved = current[0][month] // 50
            current[0][month] -= moved
            current[1][month] += moved
        for place in (0, 1):
            versions[place].append(Version(Ceiling.Version.SHIFT, SHIFT_ON, list(current[place])))
    changed = spread(plan.changed, [sum(months) for months in current])
    for place, months in enumerate(current):
        kept = months[: CHANGED_FROM_MONTH - 1]
        rest = spread(changed[place] - sum(kept), [1, 1, 1])
        versions[place].append(Version(Ceiling.Version.CHANGE, CHANGE_ON, kept + rest))
    return versions
