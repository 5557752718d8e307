"""The desk's pages: what each person finds there, and what stays shut."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from sihebat.models import Ceiling, Vehicle
from tests.factories.accounts import staff
from tests.factories.sihebat import CeilingFactory, FillFactory, FuelPriceFactory, StandardPriceFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def ceiling():
    return CeilingFactory(year=TODAY.year, in_force_from=TODAY.replace(month=1, day=1), months=[1_000_000] * 12)


@pytest.fixture
def fill(ceiling):
    FuelPriceFactory()
    StandardPriceFactory(year=TODAY.year)
    return FillFactory(vehicle__office=ceiling.office, filled_at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def sign_in(client):
    def as_role(role, office=None):
        client.force_login(staff(role, office))
        return client

    return as_role


def page(client, name, *arguments, **query):
    response = client.get(reverse(f"sihebat:{name}", args=arguments), query)
    return response.status_code, response.content.decode()


def test_the_desk_shows_a_clerk_the_own_office_alone(sign_in, fill):
    other = FillFactory(vehicle__office=CeilingFactory(year=TODAY.year).office)
    client = sign_in(Role.FUEL_CLERK, fill.office)
    for name in ("overview", "ceilings", "vehicles", "fills", "prices"):
        code, text = page(client, name)
        assert code == 200
        assert other.office.name not in text
        assert other.vehicle.plate not in text
    assert fill.office.name in page(client, "ceilings")[1]
    assert fill.vehicle.plate in page(client, "vehicles")[1]


def test_what_belongs_to_another_office_is_not_there(sign_in, fill):
    client = sign_in(Role.OFFICE_HEAD)
    assert page(client, "office_year", fill.office.pk, TODAY.year)[0] == 404
    assert page(client, "vehicle", fill.vehicle.pk)[0] == 404
    assert page(client, "fill", fill.pk)[0] == 404


@pytest.mark.parametrize("role", [Role.FUEL_CLERK, Role.AUDITOR])
def test_only_bkad_is_offered_changes_and_may_make_them(sign_in, fill, ceiling, role):
    client = sign_in(role, fill.office)
    shut = {
        "ceiling_new": (fill.office.pk, TODAY.year),
        "ceiling_months": (ceiling.pk,),
        "vehicle_new": (),
        "vehicle_edit": (fill.vehicle.pk,),
        "vehicle_retire": (fill.vehicle.pk,),
        "price_new": (),
        "standard_price_new": (),
    }
    shown = page(client, "office_year", fill.office.pk, TODAY.year)[1] + page(client, "vehicle", fill.vehicle.pk)[1]
    shown += page(client, "prices")[1] + page(client, "vehicles")[1]
    for name, arguments in shut.items():
        assert page(client, name, *arguments)[0] == 403
        assert reverse(f"sihebat:{name}", args=arguments) not in shown
    assert client.post(reverse("sihebat:vehicle_use_again", args=[fill.vehicle.pk])).status_code == 403


def test_a_year_without_a_budget_is_not_there(sign_in, fill):
    client = sign_in(Role.BKAD_OFFICER)
    assert page(client, "office_year", fill.office.pk, 1999)[0] == 404
    for year in ("1999", "x", "²", "9" * 15):
        assert f"Pagu BBM {TODAY.year}" in page(client, "ceilings", tahun=year)[1]


def test_an_officer_enters_a_version_and_what_is_wrong_stands_at_its_field(sign_in, fill, ceiling):
    client = sign_in(Role.BKAD_OFFICER)
    address = reverse("sihebat:ceiling_new", args=[fill.office.pk, TODAY.year])
    said = {"version": "perubahan", "in_force_from": f"{TODAY}", "amount": "13.000.000", "decree": "Perda 5"}
    said |= {f"month_{month}": "1.000.000" for month in range(1, 13)}
    response = client.post(address, {**said, "month_12": "3000000"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["month_12"]
    assert "Rp 14.000.000, Rp 1.000.000 di atas pagu Rp 13.000.000" in response.content.decode()
    assert client.post(address, said).status_code == 302
    newest = Ceiling.objects.order_by("-in_force_from").first()
    assert (newest.version, newest.amount, newest.allocations.count()) == ("perubahan", 13_000_000, 12)


def test_an_officer_adds_changes_and_retires_a_vehicle(sign_in, ceiling):
    client = sign_in(Role.BKAD_OFFICER)
    said = {"plate": "dh1ab", "office": str(ceiling.office.pk), "kind": "car", "product": "pertalite"}
    assert client.post(reverse("sihebat:vehicle_new"), {**said, "tank_litres": "0"}).status_code == 422
    assert client.post(reverse("sihebat:vehicle_new"), {**said, "tank_litres": "45,5"}).status_code == 302
    vehicle = Vehicle.objects.get()
    assert (vehicle.plate, str(vehicle.tank_litres)) == ("DH 1 AB", "45.5")
    client.post(reverse("sihebat:vehicle_edit", args=[vehicle.pk]), {**said, "name": "Minibus"})
    client.post(reverse("sihebat:vehicle_retire", args=[vehicle.pk]), {"reason": "dilelang"})
    vehicle.refresh_from_db()
    assert (vehicle.name, vehicle.tank_litres, vehicle.is_active) == ("Minibus", None, False)
    assert "dilelang" in page(client, "vehicle", vehicle.pk)[1]
    client.post(reverse("sihebat:vehicle_use_again", args=[vehicle.pk]))
    vehicle.refresh_from_db()
    assert vehicle.is_active


@pytest.mark.parametrize("name", ["overview", "fills", "vehicles", "ceilings", "prices"])
def test_lists_take_the_same_queries_with_one_row_and_with_many(sign_in, fill, name):
    client = sign_in(Role.BKAD_OFFICER)
    page(client, name)
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert page(client, name)[0] == 200
        counted.append(len(queries))
        for _row in range(2):
            FillFactory(vehicle__office=CeilingFactory(year=TODAY.year).office, filled_at=fill.filled_at)
    assert counted[0] == counted[1]


def test_an_attendant_is_told_todays_price_and_that_coupons_are_not_here_yet(sign_in):
    FuelPriceFactory(price=9_876, starts_on=timezone.localdate() - timedelta(days=3))
    FuelPriceFactory(price=5_432, starts_on=timezone.localdate() + timedelta(days=3))
    client = sign_in(Role.STATION_ATTENDANT)
    landing = client.get(reverse("web:my_day")).content.decode()
    assert reverse("sihebat:station") in landing
    status, found = page(client, "station")
    assert status == 200
    assert "Rp 9.876" in found.replace("\xa0", " ")
    assert "5.432" not in found
    assert "Kupon BBM belum dipakai di portal ini" in found
