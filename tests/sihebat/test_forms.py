"""What people type: numbers as they stand on receipts, and filters."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.accounts.rules import Role
from sihebat.forms.common import LitresField, WholeField
from sihebat.forms.fills import FillFilterForm, FillForm
from sihebat.queries.fills import FillFilter, fills
from sihebat.rules.flags import Flag
from tests.factories.accounts import staff
from tests.factories.sihebat import FillFactory, FuelPriceFactory, VehicleFactory


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("305000", 305_000),
        ("305.000", 305_000),
        ("Rp 1.250.000", 1_250_000),
        ("1.250.000,00", 1_250_000),
        (" 7 ", 7),
    ],
)
def test_whole_rupiah_as_people_write_them(typed, meant):
    assert WholeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["12.50", "1.2500", "1,5", "seribu", "0", "-5", "1e3", "9" * 30])
def test_what_is_no_whole_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        WholeField().clean(typed)


@pytest.mark.parametrize(("typed", "meant"), [("32,5", "32.5"), ("32.5", "32.5"), ("32.500", "32.500"), ("7", "7")])
def test_a_point_in_litres_is_never_one_of_thousands(typed, meant):
    assert LitresField(max_digits=8, decimal_places=3).clean(typed) == Decimal(meant)


def test_a_form_shows_numbers_as_people_write_them():
    assert WholeField().prepare_value(1_250_000) == "1.250.000"
    assert LitresField().prepare_value(Decimal("1250.500")) == "1250,5"
    assert [WholeField().prepare_value("1.2x"), LitresField().prepare_value(None)] == ["1.2x", None]


@pytest.fixture
def vehicle(db):
    return VehicleFactory()


@pytest.fixture
def clerk(vehicle):
    return staff(Role.FUEL_CLERK, vehicle.office)


def typed(vehicle, **change):
    moment = timezone.localtime() - timedelta(days=1)
    said = {"plate": vehicle.plate.lower().replace(" ", ""), "filled_at": f"{moment:%Y-%m-%dT%H:%M}"}
    return {**said, "product": "pertalite", "litres": "20,5", "price": "", "total": "205.000", **change}


def test_an_empty_price_is_the_days(vehicle, clerk):
    FuelPriceFactory(price=10_000)
    form = FillForm(clerk, typed(vehicle))
    assert form.is_valid(), form.errors
    entry = form.entry()
    assert (entry.vehicle, entry.price, entry.total, entry.litres) == (vehicle, 10_000, 205_000, Decimal("20.5"))


def test_an_empty_price_is_asked_for_when_the_days_is_not_known(vehicle, clerk):
    form = FillForm(clerk, typed(vehicle))
    assert not form.is_valid()
    assert list(form.errors) == ["price"]


def test_a_clerk_finds_only_vehicles_in_use_of_the_own_office(vehicle, clerk):
    retired = VehicleFactory(office=vehicle.office, is_active=False)
    for other in (VehicleFactory(), retired):
        form = FillForm(clerk, typed(other, price="10000"))
        assert not form.is_valid()
        assert list(form.errors) == ["plate"]


def test_fills_are_found_by_office_plate_days_and_flag(db):
    officer = staff(Role.BKAD_OFFICER)
    noon = timezone.make_aware(timezone.datetime(2025, 6, 10, 12))
    wanted = FillFactory(filled_at=noon, flags={"price": "..."})
    odd = FillFactory(filled_at=noon + timedelta(days=2), flags={"again": "..."})
    plain = FillFactory(filled_at=noon - timedelta(days=2))
    FillFactory(is_current=False)

    def find(**said):
        form = FillFilterForm(officer, {name: str(value) for name, value in said.items()})
        return set(fills(officer, form.wanted()))

    assert find() == {wanted, odd, plain}
    assert find(kantor=wanted.office.code) == find(plat=wanted.vehicle.plate) == find(tanda="price") == {wanted}
    assert find(tanda="on") == {wanted, odd}
    assert find(dari="2025-06-10", sampai="2025-06-10") == {wanted}
    assert find(dari="2025-06-12") == {odd}
    assert find(sampai="2025-06-09") == {plain}
    assert find(tanda=Flag.OVER_TANK.value) == find(plat="DH 1 ZZZ") == set()


def test_a_days_bounds_are_the_citys(db):
    officer = staff(Role.BKAD_OFFICER)
    first = FillFactory(filled_at=timezone.make_aware(timezone.datetime(2025, 6, 10)))
    last = FillFactory(filled_at=timezone.make_aware(timezone.datetime(2025, 6, 10, 23, 59, 59)))
    FillFactory(filled_at=timezone.make_aware(timezone.datetime(2025, 6, 11)))
    day = date(2025, 6, 10)
    assert set(fills(officer, FillFilter(start=day, end=day))) == {first, last}


def test_a_filter_that_is_wrong_says_so_and_an_office_is_no_choice_for_a_clerk(vehicle, clerk):
    form = FillFilterForm(clerk, {"dari": "2025-06-10", "sampai": "2025-06-09", "kantor": "lain"})
    assert form.wanted() == FillFilter(start=date(2025, 6, 10))
    assert list(form.errors) == ["sampai"]
    assert "kantor" not in form.fields
