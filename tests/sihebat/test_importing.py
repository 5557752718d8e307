"""Files of fills: once each, tried first, refused rows back; CSV and XLSX alike."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from core.accounts.rules import Role
from sihebat.models import DailyTotal, Fill
from sihebat.rules.sheet import COLUMNS
from sihebat.services.importing import error_rows, import_fills
from tests.factories.accounts import staff
from tests.factories.sihebat import VehicleFactory

pytestmark = pytest.mark.django_db
GOOD = ["T1", "dh 1234 uj", "2025-06-10 09:00", "Pertalite", "20,5", "10.000", "Rp 205.000", "1200", "SPBU 1"]
OTHER = ["T2", "DH1234UJ", "2025-06-11 09:00", "pertalite", "10", "10000", "100000", "", ""]
BAD = ["T3", "DH 9 ZZ", "2025-06-11 09:00", "pertalite", "10", "10000", "100000", "", "=cmd()"]


@pytest.fixture
def vehicle():
    return VehicleFactory(plate="DH 1234 UJ")


@pytest.fixture
def clerk(vehicle):
    return staff(Role.FUEL_CLERK, vehicle.office)


def as_csv(*rows, delimiter=",") -> io.BytesIO:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([COLUMNS, *rows])
    return io.BytesIO(out.getvalue().encode("utf-8-sig"))


def as_xlsx(*rows) -> io.BytesIO:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [COLUMNS, *rows]:
        book.active.append(list(row))
    book.save(out)
    return io.BytesIO(out.getvalue())


def send(stream, clerk, **options):
    offices = clerk.offices_with(Role.FUEL_CLERK)
    batch = import_fills(stream, filename="isi.csv", provider="Penyedia", by=clerk, offices=offices, **options)
    return batch.added, batch.known, batch.refused


@pytest.mark.parametrize("make", [as_csv, as_xlsx, lambda *rows: as_csv(*rows, delimiter=";")])
def test_a_file_is_taken_once_and_its_refused_rows_come_back(vehicle, clerk, make):
    assert send(make(GOOD, OTHER, BAD, GOOD), clerk) == (2, 1, 1)
    assert send(make(GOOD, OTHER, BAD), clerk) == (0, 2, 1)
    written = Fill.objects.order_by("number").values_list("number", "litres", "price", "total", "provider")
    assert list(written) == [
        ("T1", Decimal("20.500"), 10_000, 205_000, "penyedia"),
        ("T2", Decimal("10.000"), 10_000, 100_000, "penyedia"),
    ]
    assert sum(row.total for row in DailyTotal.objects.all()) == 305_000


def test_a_trial_writes_nothing_and_says_the_same(vehicle, clerk):
    assert send(as_csv(GOOD, OTHER, BAD), clerk, dry_run=True) == (2, 0, 1)
    assert Fill.objects.count() == 0


def test_refused_rows_can_be_mended_and_sent_again(vehicle, clerk):
    batch = import_fills(as_csv(BAD), filename="a.csv", provider="p", by=clerk, offices=set())
    rows = list(csv.DictReader(io.StringIO(error_rows(batch).decode("utf-8-sig"))))
    assert rows[0]["spbu"] == "'=cmd()"
    assert (rows[0]["baris"], rows[0]["alasan"]) == ("2", "plat tidak terdaftar di kantor Anda: DH 9 ZZ")


def test_a_clerk_sends_no_fill_of_another_office(vehicle):
    stranger = staff(Role.FUEL_CLERK)
    assert send(as_csv(GOOD), stranger) == (0, 0, 1)


def test_flags_are_set_over_the_whole_file(vehicle, clerk):
    send(as_csv(OTHER, [*GOOD[:2], "2025-06-11 09:15", *GOOD[3:]]), clerk)
    assert {fill.number: list(fill.flags) for fill in Fill.objects.all()} == {"T2": [], "T1": ["again"]}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04broken", b"plat;liter\n"])
def test_what_is_no_file_of_fills_is_refused_whole(clerk, content):
    with pytest.raises(ValidationError) as refused:
        send(io.BytesIO(content), clerk)
    assert list(refused.value.message_dict) == ["file"]
