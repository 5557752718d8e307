"""Figures about the service: counted by the database with each move, shown with period and basis."""

import importlib
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import ceil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.accounts.rules import Role
from core.audit import services as audit
from core.audit.models import Entry
from core.jobs.models import Job
from core.regions.models import Office
from sodamolek.letters import services, tasks
from sodamolek.letters.models import CityChange, CityMonth, LetterMonth, LetterRequest
from sodamolek.letters.queries.statistics import city_statistics, office_statistics, roll_up_differences
from sodamolek.letters.rules.statistics import (
    EDGES,
    GROUPS,
    Counts,
    choices,
    group_of,
    percent,
    quantile,
    quantile_text,
    span,
    total,
)
from sodamolek.letters.services.city_months import add_up_city
from sodamolek.letters.services.serving import served_minutes
from tests.factories.accounts import AssignmentFactory, staff
from tests.factories.documents import PASSPHRASE
from tests.factories.letters import LetterRequestFactory, kind
from tests.factories.regions import OfficeFactory

NOW = span(f"{timezone.localdate():%Y-%m}")
XLSX = "letters:office_statistics_xlsx"


# Arithmetic


@given(st.lists(st.integers(0, 12_000), min_size=1, max_size=60), st.sampled_from([50, 90]))
def test_a_quantile_is_the_group_of_the_time_that_so_many_do_not_pass(minutes, share):
    times = [0] * GROUPS
    for one in minutes:
        times[group_of(one)] += 1
    exact = sorted(minutes)[ceil(len(minutes) * share / 100) - 1]
    assert quantile(times, share) == group_of(exact)


@given(st.integers(0, 9600))
def test_a_time_lies_between_the_edges_of_its_group(minutes):
    group = group_of(minutes)
    assert minutes <= EDGES[group]
    assert group == 0 or minutes > EDGES[group - 1]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "15 menit"), (15, "15 menit"), (16, "30 menit"), (61, "1 jam 15 menit"), (480, "8 jam"), (481, "9 jam"),
     (2881, "56 jam"), (9600, "160 jam"), (9601, "lebih dari 160 jam")],
)  # fmt: skip
def test_a_time_in_words(minutes, text):
    times = [0] * GROUPS
    times[group_of(minutes)] = 1
    assert quantile_text(times, 50) == text


def test_without_times_there_is_no_median():
    assert (Counts().median, Counts().in_time_share) == ("–", None)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_has_two_decimals_half_up(part, whole):
    assert abs(percent(part, whole) * whole - 100 * part) <= Decimal("0.005") * whole
    assert percent(1, 800) == Decimal("0.13")


def test_counts_add_up():
    some = Counts(1, 2, 3, 4, 5, 6, (1, 0))
    assert total([some, Counts(1, 1, 1, 1, 1, 1, (0, 2)), Counts()]) == Counts(2, 3, 4, 5, 6, 7, (1, 2))


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [("2026-12", date(2026, 12, 1), date(2027, 1, 1)), ("2026-T4", date(2026, 10, 1), date(2027, 1, 1)),
     ("2026-T1", date(2026, 1, 1), date(2026, 4, 1)), ("2026", date(2026, 1, 1), date(2027, 1, 1))],
)  # fmt: skip
def test_spans(name, first, after):
    found = span(name)
    assert (found.first, found.after) == (first, after)


@pytest.mark.parametrize("name", ["", "2026-13", "2026-T5", "1999", "2026-1", "2026-11-01", "x"])
def test_no_span(name):
    assert span(name) is None


def test_what_can_be_chosen():
    names = [one.name for one in choices(date(2026, 2, 5))]
    assert names[:3] == ["2026-02", "2026-01", "2025-12"]
    assert names[12:] == ["2026-T1", "2025-T4", "2025-T3", "2025-T2", "2026", "2025"]


# Counting


@pytest.fixture
def done(draft, applicant, operator, signing_lurah) -> LetterRequest:
    """Returned once, mended, accepted, signed."""
    row = services.submit_request(draft, by=applicant, token=draft.submit_token).letter_request
    services.return_request(row, by=operator, reasons={}, note="Fotonya buram.")
    row.refresh_from_db()
    services.resubmit_request(row, by=applicant)
    services.accept_request(row, by=operator)
    return services.sign_request(row, by=signing_lurah.user, passphrase=PASSPHRASE)


def test_each_move_is_counted_once_in_the_office_and_in_its_kind(done, office):
    done.refresh_from_db()
    assert (done.returns, done.served_minutes) == (1, 0)
    rows = LetterMonth.objects.filter(office=office)
    assert {row.kind_code for row in rows} == {"", "SKTM"}
    for row in rows:
        found = (row.received, row.finished, row.returned, row.refused, row.in_time, row.first_right)
        assert found == (1, 1, 1, 0, 1, 0)
        assert row.times == [1] + [0] * (GROUPS - 1)
    # For the whole city it is appended: no row that every office writes, and would wait for.
    assert (CityChange.objects.count(), CityMonth.objects.exists()) == (3, False)
    assert roll_up_differences() == []


def test_handing_out_and_revoking_count_nothing_more(done, operator, signing_lurah):
    services.mark_collected(done, by=operator)
    services.revoke_request(done, by=signing_lurah.user, reason="Salah orang.")
    assert LetterMonth.objects.get(kind_code="").finished == 1
    assert roll_up_differences() == []


def test_a_refusal_is_counted(submitted, operator):
    services.reject_request(submitted, by=operator, reason="Bukan warga sini.")
    row = LetterMonth.objects.get(kind_code="")
    assert (row.received, row.refused, row.finished) == (1, 1, 0)
    assert roll_up_differences() == []


def test_nothing_takes_a_return_back(submitted):
    LetterRequest.objects.filter(pk=submitted.pk).update(returns=7)
    submitted.refresh_from_db()
    assert submitted.returns == 0


def test_drafts_are_not_counted(draft):
    assert not LetterMonth.objects.exists()


def test_a_roll_up_that_drifted_is_found(submitted):
    call_command("check_letter_statistics", stdout=io.StringIO())
    LetterMonth.objects.filter(kind_code="").update(received=2)
    with pytest.raises(CommandError, match="tidak sama"):
        call_command("check_letter_statistics", stderr=io.StringIO())


# Each makes the city say something else than the offices: before the hour's round, and after it.
FAULTS_BEFORE = (
    lambda: CityChange.objects.filter(bucket=0).update(bucket=1),
    lambda: CityChange.objects.filter(finished=1).delete(),
    lambda: LetterMonth.objects.exclude(kind_code="").update(returned=2),
)
FAULTS_AFTER = (
    lambda: CityMonth.objects.update(first_right=7),
    lambda: CityMonth.objects.update(times=[0, 1] + [0] * (GROUPS - 2)),
    lambda: CityMonth.objects.all().delete(),
    lambda: CityChange.objects.create(
        month=NOW.first, kind_code="SKTM", received=1, finished=0, returned=0, refused=0, in_time=0, first_right=0
    ),
)


def test_a_month_of_the_city_that_drifted_is_found(done):
    for faults, prepare in ((FAULTS_BEFORE, lambda: None), (FAULTS_AFTER, add_up_city)):
        prepare()
        assert roll_up_differences() == []
        for fault in faults:
            with transaction.atomic():
                fault()
                assert (NOW.first, "kota", "SKTM") in roll_up_differences()
                transaction.set_rollback(True)


def test_the_city_by_kind_is_the_same_before_and_after_the_hours_round(done, sktm, office):
    LetterRequestFactory(kind=sktm, status="submitted")
    LetterRequestFactory(kind=kind("SKD"), office=office, status="submitted")
    before = city_statistics(NOW)
    assert [(line.counts.received, line.counts.finished, line.counts.median) for line in before.kinds] == [
        (2, 1, "15 menit"),
        (1, 0, "–"),
    ]
    assert before.whole.times == before.kinds[0].counts.times
    assert add_up_city() == 5
    assert (city_statistics(NOW), add_up_city()) == (before, 0)
    LetterRequestFactory(kind=sktm, status="submitted")
    assert [line.counts.received for line in city_statistics(NOW).kinds] == [3, 1]
    assert add_up_city() == 1
    assert [line.counts.received for line in city_statistics(NOW).kinds] == [3, 1]
    assert city_statistics(span("2020")).kinds == []
    assert roll_up_differences() == []


def test_months_that_were_there_before_the_citys_are_taken_over(done):
    add_up_city()
    CityMonth.objects.all().delete()
    migration = importlib.import_module("sodamolek.letters.migrations.0013_city_months")
    with connection.cursor() as cursor:
        cursor.execute(migration.EXISTING)
    assert CityMonth.objects.get().times == [1] + [0] * (GROUPS - 1)
    assert roll_up_differences() == []


def test_the_citys_months_are_added_up_once_an_hour(db):
    tasks.daily()
    tasks.daily()
    assert Job.objects.filter(name="letters.add_up_city").count() == 1


def test_the_database_groups_times_as_the_rules_do(db):
    migration = importlib.import_module("sodamolek.letters.migrations.0007_statistics")
    assert list(EDGES) == migration.EDGES
    minutes = [0, 1, 15, 16, 480, 481, 2880, 2881, 9600, 9601, 50_000]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT letters_group(m) FROM unnest(%s::int[]) WITH ORDINALITY AS t(m, n) ORDER BY n", [minutes]
        )
        assert [row[0] for row in cursor.fetchall()] == [group_of(one) for one in minutes]


def test_the_month_is_the_citys(sktm, office):
    """16.30 UTC on the last of October is past midnight in Kupang."""
    LetterRequestFactory(
        kind=sktm, office=office, status="submitted", submitted_at=datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    )
    assert LetterMonth.objects.get(kind_code="").month == date(2026, 11, 1)


def test_served_time_is_the_offices_and_begins_with_the_last_submission(done, office):
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=23, minute=58)
    sent = Entry.objects.get(subject_id=done.pk, action="resubmit").at
    whole = round((tomorrow - sent).total_seconds() / 60)
    assert served_minutes(done, tomorrow) == pytest.approx(whole, abs=2)
    office.hours.create(weekday=tomorrow.weekday(), opens="08:00", closes="08:30")
    assert served_minutes(done, tomorrow) == 30


def test_the_clock_begins_anew_when_a_correction_comes(submitted, office):
    LetterRequest.objects.filter(pk=submitted.pk).update(submitted_at=timezone.now() - timedelta(days=3))
    submitted.refresh_from_db()
    now = timezone.now()
    assert served_minutes(submitted, now) > 4000
    audit.record("resubmit", submitted, by=None)
    assert served_minutes(submitted, now) == 0


def test_without_office_hours_a_letter_is_signed_all_the_same(submitted):
    from core.regions.models import OfficeHours

    OfficeHours.objects.all().delete()
    assert served_minutes(submitted, timezone.now()) is None


# Reading


@pytest.fixture
def busy(sktm, office) -> Office:
    LetterRequestFactory.create_batch(3, kind=sktm, office=office, status="submitted")
    LetterRequestFactory(kind=sktm, status="submitted")
    return office


def test_an_office_reads_its_own_and_the_city_its_sum(busy, operator, neighbour_operator):
    assert office_statistics(operator, busy, NOW).whole.received == 3
    assert office_statistics(neighbour_operator, busy, NOW).whole.received == 0
    found = city_statistics(NOW)
    assert (found.whole.received, sorted(line.counts.received for line in found.offices)) == (4, [1, 3])
    assert [(line.name, line.counts.received) for line in found.kinds] == [("Surat Keterangan Tidak Mampu", 4)]
    assert city_statistics(span("2020")).offices == []


@pytest.mark.parametrize("count", [1, 15])
def test_the_number_of_queries_is_always_the_same(sktm, operator, office, count, django_assert_num_queries):
    for _number in range(count):
        LetterRequestFactory(kind=sktm, status="submitted")
        LetterRequestFactory(kind=sktm, office=office, status="submitted")
    with django_assert_num_queries(4):
        city_statistics(NOW)
    assert operator.assignments_today
    with django_assert_num_queries(2):
        office_statistics(operator, office, NOW)


def test_everybody_sees_the_citys_page(client, busy):
    page = client.get(reverse("letters:statistics"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Surat Keterangan Tidak Mampu" in text
    assert NOW.label in text
    assert "Apa yang dihitung" in text
    assert text.count("9 dari 10 selesai dalam") == 2


def test_the_offices_page_is_for_its_people(client, busy, operator, stranger):
    page = reverse("letters:office_statistics")
    assert client.get(page).status_code == 302
    for who, code in ((stranger, 403), (staff(Role.AUDITOR, busy), 403), (operator, 200)):
        client.force_login(who)
        assert client.get(page).status_code == code
    assert busy.name in client.get(page).content.decode()


def test_another_office_cannot_be_asked_for(client, busy, neighbour_operator):
    client.force_login(neighbour_operator)
    text = client.get(reverse("letters:office_statistics"), {"kantor": busy.code}).content.decode()
    assert busy.name not in text
    sheet = load_workbook(io.BytesIO(client.get(reverse(XLSX), {"kantor": busy.code}).content)).active
    assert busy.name not in sheet["A1"].value


def test_who_works_at_two_offices_chooses(client, busy, operator):
    other = OfficeFactory()
    AssignmentFactory(user=operator, role=Role.OPERATOR, office=other)
    client.force_login(operator)
    text = client.get(reverse("letters:office_statistics"), {"kantor": other.code}).content.decode()
    assert f'value="{other.code}" selected' in text


def test_the_table_says_what_it_is_and_holds_no_formula(client, busy, operator):
    Office.objects.filter(pk=busy.pk).update(name="=HYPERLINK(1)")
    client.force_login(operator)
    sheet = load_workbook(io.BytesIO(client.get(reverse(XLSX), {"periode": NOW.name}).content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert NOW.label in rows[1][0]
    assert rows[2][0].startswith("Dibuat")
    assert ("Surat Keterangan Tidak Mampu", 3, 0, 0, 0) in [row[:5] for row in rows]
    city = load_workbook(io.BytesIO(client.get(reverse("letters:statistics_xlsx")).content))
    cells = [cell for one in city for row in one.iter_rows() for cell in row]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert [cell for cell in cells if cell.data_type == "f"] == []
