"""Vehicles and prices: who may change them, what follows from it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from core.jobs import runner
from sihebat.models import Fill, FuelPrice, StandardPrice, Vehicle
from sihebat.queries import fleet as found
from sihebat.queries.fleet import VehicleFilter
from sihebat.services import fleet, prices
from sihebat.services.fleet import VehicleFacts
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory
from tests.factories.sihebat import FillFactory, FuelPriceFactory, VehicleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return staff(Role.BKAD_OFFICER)


@pytest.fixture
def facts():
    return VehicleFacts(OfficeFactory(dinas=True), "DH 1 AB", "car", "Minibus", "pertalite", Decimal("45.0"))


def facts_of(vehicle):
    names = ("office", "plate", "kind", "name", "product", "tank_litres")
    return VehicleFacts(**{name: getattr(vehicle, name) for name in names})


def test_a_vehicle_is_added_once(officer, facts):
    vehicle = fleet.add_vehicle(facts, by=officer)
    assert facts_of(Vehicle.objects.get()) == facts
    with pytest.raises(ValidationError) as refused:
        fleet.add_vehicle(facts, by=officer)
    assert list(refused.value.message_dict) == ["plate"]
    assert list(Trail.objects.values_list("action", "subject_id")) == [("sihebat.add_vehicle", vehicle.pk)]


def test_a_vehicle_that_moves_leaves_its_fills_behind(officer, facts):
    vehicle = fleet.add_vehicle(facts, by=officer)
    fill = FillFactory(vehicle=vehicle)
    for _again in range(2):
        fleet.change_vehicle(vehicle, replace(facts, office=OfficeFactory(dinas=True)), by=officer)
    fill.refresh_from_db()
    now = Vehicle.objects.get()
    assert fill.office == facts.office != now.office
    history, today = found.history_of([now]), timezone.localdate()
    days = (date(2025, 1, 1), today - timedelta(days=1), today)
    assert [history.office_on(now, day) for day in days] == [facts.office.pk, facts.office.pk, now.office_id]


def test_a_plate_that_another_vehicle_has_is_refused(officer, facts):
    vehicle, other = fleet.add_vehicle(facts, by=officer), VehicleFactory()
    with pytest.raises(ValidationError) as refused:
        fleet.change_vehicle(vehicle, replace(facts, plate=other.plate), by=officer)
    assert list(refused.value.message_dict) == ["plate"]


def test_a_corrected_tank_takes_the_flag_down(officer, facts):
    vehicle = fleet.add_vehicle(replace(facts, tank_litres=Decimal("4.5")), by=officer)
    fill = FillFactory(vehicle=vehicle, flags={"over_tank": "..."})
    fleet.change_vehicle(vehicle, facts, by=officer)
    fill.refresh_from_db()
    assert fill.flags == {}


def test_a_retired_vehicle_is_listed_apart_and_can_come_back(officer, facts):
    vehicle = fleet.add_vehicle(facts, by=officer)
    with pytest.raises(ValidationError) as refused:
        fleet.retire_vehicle(vehicle, reason=" ", by=officer)
    assert list(refused.value.message_dict) == ["reason"]
    retired = fleet.retire_vehicle(vehicle, reason=" dilelang ", by=officer)
    assert (retired.retired_on, retired.retired_because) == (timezone.localdate(), "dilelang")
    assert list(found.vehicles_in_use(officer)) == []
    assert list(found.vehicles(officer, VehicleFilter(retired=True))) == [vehicle]
    with pytest.raises(ValidationError, match="sudah dipensiunkan"):
        fleet.retire_vehicle(vehicle, reason="lagi", by=officer)
    again = fleet.use_again(vehicle, by=officer)
    assert (again.is_active, again.retired_on, again.retired_because) == (True, None, "")
    with pytest.raises(ValidationError, match="masih dipakai"):
        fleet.use_again(vehicle, by=officer)


def test_only_bkad_changes_vehicles_and_prices(facts):
    vehicle, clerk = VehicleFactory(), staff(Role.FUEL_CLERK, facts.office)
    acts = (
        lambda: fleet.add_vehicle(facts, by=clerk),
        lambda: fleet.change_vehicle(vehicle, facts, by=clerk),
        lambda: fleet.retire_vehicle(vehicle, reason="x", by=clerk),
        lambda: fleet.use_again(vehicle, by=clerk),
        lambda: prices.add_fuel_price("pertalite", date(2025, 1, 1), 1, source="x", by=clerk),
        lambda: prices.add_standard_price("pertalite", date(2025, 1, 1), 1, decree="x", by=clerk),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_vehicles_are_found_by_plate_name_kind_and_office(officer):
    truck = VehicleFactory(plate="DH 8123 KA", kind="truck", name="Truk sampah")
    car = VehicleFactory(plate="DH 77 KA", name="Minibus")
    looked_for = {
        "plate": VehicleFilter(text="8123", plate="8123"),
        "name": VehicleFilter(text="sampah", plate="SAMPAH"),
        "kind": VehicleFilter(kind="truck"),
        "office": VehicleFilter(office=truck.office),
    }
    assert {name: list(found.vehicles(officer, wanted)) for name, wanted in looked_for.items()} == {
        name: [truck] for name in looked_for
    }
    assert list(found.vehicles(officer, VehicleFilter())) == [car, truck]
    assert list(found.vehicles(staff(Role.FUEL_CLERK, car.office), VehicleFilter())) == [car]


def test_a_vehicles_year_counts_current_fills_of_that_year():
    vehicle = VehicleFactory()
    FillFactory(vehicle=vehicle, flags={"price": "..."})
    FillFactory(vehicle=vehicle)
    FillFactory(vehicle=vehicle, is_current=False)
    year = found.vehicle_year(vehicle, 2025)
    assert (year.fills, year.litres, year.total, year.flagged) == (2, Decimal(40), 400_000, 1)
    assert found.vehicle_year(vehicle, 2024).fills == 0


def test_a_price_that_comes_late_flags_the_fills_since_its_day(officer):
    FuelPriceFactory(price=10_000)
    before = FillFactory(filled_at=timezone.make_aware(timezone.datetime(2025, 6, 9, 20, 0)))
    since = FillFactory(vehicle=before.vehicle, filled_at=timezone.make_aware(timezone.datetime(2025, 6, 10, 0, 0)))
    corrected = FillFactory(vehicle=before.vehicle, is_current=False)
    prices.add_fuel_price("pertalite", date(2025, 6, 10), 10_500, source="pengumuman", by=officer)
    assert runner.run_waiting(prices.REFRESH_JOB) == 1
    flags = {fill.pk: list(fill.flags) for fill in Fill.objects.all()}
    assert flags == {before.pk: [], since.pk: ["price"], corrected.pk: []}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": date(2025, 1, 1)}, "starts_on"),
        ({"starts_on": timezone.localdate() + timedelta(days=60)}, "starts_on"),
        ({"source": " "}, "source"),
    ],
)
def test_a_price_has_a_day_of_its_own_and_a_source(officer, change, field):
    FuelPriceFactory(starts_on=date(2025, 1, 1))
    said = {"product": "pertalite", "starts_on": date(2025, 2, 1), "price": 9_000, "source": "x", **change}
    with pytest.raises(ValidationError) as refused:
        prices.add_fuel_price(**said, by=officer)
    assert list(refused.value.message_dict) == [field]
    assert FuelPrice.objects.count() == 1


def test_a_standard_price_belongs_to_the_year_of_its_day(officer):
    said = {"product": "pertalite", "in_force_from": date(2025, 3, 1), "price": 9_000}
    row = prices.add_standard_price(**said, decree=" Perwali 1/2025 ", by=officer)
    assert (row.year, row.decree) == (2025, "Perwali 1/2025")
    for change, field in (({}, "in_force_from"), ({"in_force_from": date(2025, 4, 1), "decree": ""}, "decree")):
        with pytest.raises(ValidationError) as refused:
            prices.add_standard_price(**{**said, "decree": "x", **change}, by=officer)
        assert list(refused.value.message_dict) == [field]
    assert StandardPrice.objects.count() == 1


def test_the_price_of_a_day():
    FuelPriceFactory(starts_on=date(2025, 1, 1), price=10_000)
    FuelPriceFactory(starts_on=date(2025, 6, 1), price=10_500)
    days = (date(2024, 12, 31), date(2025, 5, 31), date(2025, 6, 1))
    assert [found.price_of("pertalite", day) for day in days] == [None, 10_000, 10_500]
    (pertalite,) = found.pump_prices(date(2025, 3, 1))
    assert (pertalite["now"].price, len(pertalite["rows"])) == (10_000, 2)
