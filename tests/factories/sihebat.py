"""Budgets, vehicles and fills of the tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from sihebat.models import Ceiling, Fill, FuelPrice, MonthlyAllocation, StandardPrice, Transfer, Vehicle
from tests.factories.regions import OfficeFactory


class CeilingFactory(DjangoModelFactory):
    """An office's original ceiling for 2025 of 12 million; months as `months=[...]` of twelve amounts."""

    class Meta:
        model = Ceiling
        skip_postgeneration_save = True

    office = factory.SubFactory(OfficeFactory, dinas=True)
    year = 2025
    version = Ceiling.Version.ORIGINAL
    in_force_from = factory.LazyAttribute(lambda row: date(row.year, 1, 2))
    amount = 12_000_000

    @factory.post_generation
    def months(self, create, extracted, **kwargs):
        rows = [
            MonthlyAllocation(ceiling=self, month=month, amount=amount)
            for month, amount in enumerate(extracted or [], start=1)
        ]
        MonthlyAllocation.objects.bulk_create(rows)


class StandardPriceFactory(DjangoModelFactory):
    class Meta:
        model = StandardPrice

    year = 2025
    product = "pertalite"
    in_force_from = factory.LazyAttribute(lambda row: date(row.year, 1, 1))
    price = 10_000


class FuelPriceFactory(DjangoModelFactory):
    class Meta:
        model = FuelPrice

    product = "pertalite"
    starts_on = date(2025, 1, 1)
    price = 10_000
    source = "uji"


class VehicleFactory(DjangoModelFactory):
    class Meta:
        model = Vehicle

    office = factory.SubFactory(OfficeFactory, dinas=True)
    plate = factory.Sequence(lambda n: f"DH {7000 + n} UJ")
    kind = Vehicle.Kind.CAR
    product = "pertalite"
    tank_litres = Decimal("45.0")


class TransferFactory(DjangoModelFactory):
    class Meta:
        model = Transfer

    vehicle = factory.SubFactory(VehicleFactory)


class FillFactory(DjangoModelFactory):
    """20 litres at 10,000 on 10 June 2025 at 9.00 WITA."""

    class Meta:
        model = Fill

    vehicle = factory.SubFactory(VehicleFactory)
    office = factory.LazyAttribute(lambda fill: fill.vehicle.office)
    filled_at = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)
    product = factory.LazyAttribute(lambda fill: fill.vehicle.product)
    litres = Decimal("20.000")
    price = 10_000
    total = factory.LazyAttribute(lambda fill: int(fill.litres * fill.price))
    provider = "uji"
    number = factory.Sequence(lambda n: f"U{n}")
