"""The usage report that the agreement with Dukcapil asks for: the query, the command and the page."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.population import demo, providers, queries
from core.population.models import RegisterImport, UsageRecord
from core.population.providers.base import Elements, Purpose, Query
from core.population.rules.usage import half_year
from tests.factories.accounts import UserFactory, staff
from tests.factories.regions import OfficeFactory
from tools.families import DEMO_FAMILY, DEMO_STUDENT

HEAD = DEMO_FAMILY[0]
TODAY = date(2026, 11, 26)
URL = "/kependudukan/pemanfaatan/"


def used(**fields) -> UsageRecord:
    usual = {"day": TODAY, "kind": "verify", "purpose": "counter", "outcome": "agrees", "names": ["nik", "kk"]}
    row = UsageRecord(**(usual | fields))
    row.elements = len(row.names)
    row.save()
    return row


def lines(start=date(2026, 7, 1), end=date(2026, 12, 31)) -> list[tuple[object, ...]]:
    return [(r.office, r.purpose, r.element, r.result, r.count) for r in queries.element_report(start, end)]


def test_elements_are_counted_by_office_purpose_and_result(db):
    office = OfficeFactory(name="Kelurahan Contoh")
    used(office=office)
    used(office=office, outcome="differs", differing=["kk"])
    used(office=office, outcome="unknown")
    used(purpose="registration", kind="fetch", names=["name"], outcome="found")
    used(purpose="registration", kind="fetch", names=[], outcome="timeout")
    assert lines() == [
        ("", "registration", "", "timeout", 1),
        ("", "registration", "name", "found", 1),
        ("Kelurahan Contoh", "counter", "kk", "agrees", 1),
        ("Kelurahan Contoh", "counter", "kk", "differs", 1),
        ("Kelurahan Contoh", "counter", "kk", "unknown", 1),
        ("Kelurahan Contoh", "counter", "nik", "agrees", 2),
        ("Kelurahan Contoh", "counter", "nik", "unknown", 1),
    ]


def test_both_ends_of_the_period_count_and_no_day_beyond(db):
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)):
        used(day=day, names=["nik"])
    assert lines() == [("", "counter", "nik", "agrees", 2)]


def test_what_the_provider_writes_is_what_the_report_says(db, register):
    provider = providers.get_provider()
    asked = Elements(nik=HEAD.nik, kk=DEMO_STUDENT.kk, birth_date=HEAD.birth_date)
    provider.verify(asked, Query(Purpose.LETTER))
    today = timezone.localdate()
    assert lines(today, today) == [
        ("", "letter", "birth_date", "agrees", 1),
        ("", "letter", "kk", "differs", 1),
        ("", "letter", "nik", "agrees", 1),
    ]


def test_totals_add_up_over_offices_in_the_order_of_the_card(db):
    for office in OfficeFactory.create_batch(2):
        used(office=office, names=["name", "nik"], outcome="differs", differing=["name"])
    used(kind="fetch", names=[], outcome="timeout")
    found = queries.element_totals(queries.element_report(date(2026, 7, 1), date(2026, 12, 31)))
    assert found == [
        ("NIK", "sesuai", 2),
        ("Nama lengkap", "tidak sesuai", 2),
        ("tanpa elemen", "tidak dijawab: waktu habis", 1),
    ]


def test_half_years():
    assert half_year(date(2026, 1, 1)) == half_year(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 6, 30))
    assert half_year(date(2026, 7, 1)) == half_year(date(2026, 12, 31)) == (date(2026, 7, 1), date(2026, 12, 31))


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("register_usage", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_table_and_csv(db):
    used(office=OfficeFactory(name="=Kelurahan; Contoh"), names=["kk"])
    table = run("--from", "2026-11-01", "--to", "2026-11-30").splitlines()
    assert table[0] == "Pemanfaatan data kependudukan, 2026-11-01 sampai 2026-11-30"
    assert table[2].split("  ")[-1] == "1"
    assert list(csv.reader(io.StringIO(run("--from=2026-11-01", "--to=2026-11-30", "--format=csv")))) == [
        list(queries.HEADER),
        ["register nasional", "'=Kelurahan; Contoh", "pelayanan loket", "pemadanan", "Nomor KK", "sesuai", "1"],
    ]
    assert "Tidak ada pertanyaan" in run("--from", "2025-01-01", "--to", "2025-06-30")
    with pytest.raises(CommandError, match="--from harus sebelum --to"):
        run("--from", "2026-12-01", "--to", "2026-11-01")


# --- the page


@pytest.mark.parametrize("role", [Role.DUKCAPIL, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_answers_for_the_agreement_reads_the_report(client, db, role):
    used(office=OfficeFactory(name="Kelurahan Contoh"), outcome="differs", differing=["kk"])
    RegisterImport.objects.create(inserted=450_000, updated=1, unchanged=2, refused=3, removed=0)
    client.force_login(staff(role))
    page = client.get(URL, {"dari": "2026-07-01", "sampai": "2026-12-31"}).content.decode()
    for text in ("Kelurahan Contoh", "Nomor KK", "tidak sesuai", "450.000 baru", "Data contoh"):
        assert text in page
    file = client.get("/kependudukan/pemanfaatan.csv", {"dari": "2026-07-01", "sampai": "2026-12-31"})
    assert file["Content-Disposition"] == 'attachment; filename="pemanfaatan-2026-07-01-2026-12-31.csv"'
    assert len(file.content.decode().splitlines()) == 3


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.LURAH, Role.INTEGRATOR])
def test_nobody_else_does(client, db, role):
    client.force_login(staff(role))
    assert client.get(URL).status_code == 403
    assert client.get("/kependudukan/pemanfaatan.csv").status_code == 403
    client.force_login(UserFactory())
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize(
    "period", [{"dari": "x", "sampai": "2026-01-01"}, {"dari": "2026-02-01", "sampai": "2026-01-01"}]
)
@pytest.mark.parametrize("path", [URL, "/kependudukan/pemanfaatan.csv"])
def test_a_period_that_is_none_is_refused_at_its_field(client, db, path, period):
    client.force_login(staff(Role.DUKCAPIL))
    answer = client.get(path, period)
    assert answer.status_code == 400
    assert "invalid-feedback" in answer.content.decode()


def test_the_page_asks_the_database_as_often_for_many_rows_as_for_one(client, db, django_assert_max_num_queries):
    client.force_login(staff(Role.DUKCAPIL))
    for number in range(30):
        used(office=OfficeFactory(), day=TODAY - timedelta(days=number % 3))
    with django_assert_max_num_queries(12):
        client.get(URL, {"dari": "2026-07-01", "sampai": "2026-12-31"})


def test_the_demo_shows_a_report_and_makes_it_once(db):
    OfficeFactory()
    demo.make_usage()
    demo.make_usage()
    assert UsageRecord.objects.count() == 2 * demo.DAYS
    today = timezone.localdate()
    found = {(row.purpose, row.result) for row in queries.element_report(today - timedelta(days=200), today)}
    assert {("counter", "agrees"), ("registration", "differs"), ("refresh", "timeout")} <= found


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.ADMINISTRATOR, "/admin/"), (Role.INTEGRATOR, "/akun/token/"), (Role.AUDITOR, URL)],
)
def test_who_had_no_way_from_the_landing_page_has_one(client, db, role, address):
    client.force_login(staff(role))
    assert f'href="{address}"' in client.get(reverse("web:my_day")).content.decode()


def test_the_landing_page_of_dukcapil_leads_to_the_report(client, db):
    client.force_login(staff(Role.DUKCAPIL))
    assert URL in client.get(reverse("web:my_day")).content.decode()
