from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from core.regions import queries, services
from core.regions.models import Holiday, Office, OfficeHours, Region

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def kupang(db):
    services.load_reference()


def test_every_kelurahan_is_there_under_its_kecamatan(kupang):
    count = Counter(region.parent.name for region in queries.kelurahan_list())
    assert count == {
        "Alak": 12, "Maulafa": 9, "Kelapa Lima": 5, "Oebobo": 7, "Kota Raja": 8, "Kota Lama": 10,
    }  # fmt: skip


def test_fatubesi(kupang):
    fatubesi = Region.objects.get(code="53.71.06.1008")
    office = fatubesi.office
    assert (fatubesi.name, fatubesi.postal_code, fatubesi.latitude, fatubesi.longitude) == (
        "Fatubesi", "85226", -10.15632, 123.591,
    )  # fmt: skip
    assert (office.name, office.abbreviation, office.parent.name) == (
        "Kelurahan Fatubesi",
        "Ftbs",
        "Kecamatan Kota Lama",
    )


def test_abbreviations_of_kelurahan_are_unique(kupang):
    names = list(Office.objects.filter(kind="kelurahan").values_list("abbreviation", flat=True))
    assert (len(names), len(set(names))) == (51, 51)


def test_tiles_do_not_overlap_and_keep_the_compass(kupang):
    tiles = {region.name: (region.tile_column, region.tile_row) for region in queries.kelurahan_list()}
    assert len(set(tiles.values())) == 51
    assert min(tiles.items(), key=lambda item: item[1][0])[0] in {"Alak", "Namosain", "Nunhila"}  # far west
    assert max(tiles.items(), key=lambda item: item[1][0])[0] == "Lasiana"  # far east
    assert {name for name, (_column, row) in tiles.items() if row == 7} == {"Naioni", "Fatukoa"}  # far south
    assert tiles["Fatubesi"][1] < tiles["Oebobo"][1] < tiles["Oepura"][1] < tiles["Sikumana"][1]


def test_loading_again_changes_nothing_and_keeps_what_the_city_changed(kupang):
    before = list(Region.objects.values_list("id", "code").order_by("code"))
    Office.objects.filter(code="53.71.06.1008").update(address="Jalan Sabu", abbreviation="Fatub")
    OfficeHours.objects.filter(weekday=4).update(closes=time(15))
    call_command("load_regions", verbosity=0)
    assert list(Region.objects.values_list("id", "code").order_by("code")) == before
    office = Office.objects.get(code="53.71.06.1008")
    assert (office.address, office.abbreviation) == ("Jalan Sabu", "Fatub")
    assert OfficeHours.objects.get(weekday=4).closes == time(15)


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2026, 12, 25), date(2027, 3, 26), date(2027, 5, 6)])
def test_holidays_follow_easter_and_the_calendar(kupang, day):
    assert Holiday.objects.filter(day=day).exists()


def test_the_citys_hours_hold_until_an_office_has_its_own(kupang):
    office = Office.objects.get(code="dukcapil")
    thursday = datetime(2026, 11, 26, 16, tzinfo=WITA)
    assert queries.add_working_hours(thursday, 1, office) == datetime(2026, 11, 27, 8, tzinfo=WITA)
    OfficeHours.objects.create(office=office, weekday=3, opens=time(8), closes=time(20))
    assert queries.add_working_hours(thursday, 1, office) == datetime(2026, 11, 26, 17, tzinfo=WITA)
    assert queries.working_hours_between(thursday, datetime(2026, 12, 3, 9, tzinfo=WITA), office) == 5


def test_the_calendar_costs_two_queries(kupang, django_assert_num_queries):
    office = Office.objects.get(code="kominfo")
    with django_assert_num_queries(2):
        queries.calendar_of(office)
