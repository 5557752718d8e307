"""Files of fills: once each, tried first, refused rows back; CSV and XLSX alike."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core.accounts.rules import Role
from core.audit.models import Entry as Trail
from core.files import services as files
from core.files.models import StoredFile
from core.jobs import runner
from core.jobs.keeper import Attempt
from core.jobs.models import Job
from core.jobs.registry import Cancelled
from core.jobs.rules import State
from sihebat.models import DailyTotal, Fill, ImportBatch, Vehicle
from sihebat.rules.sheet import COLUMNS
from sihebat.services import flagging, importing, reading
from sihebat.services.taking import Taker
from tests.factories.accounts import staff
from tests.factories.regions import OfficeFactory
from tests.factories.sihebat import TransferFactory, VehicleFactory

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


def send(stream, clerk, *, dry_run=False):
    """Ask for a file and let the job take it; the batch as it is then."""
    batch = importing.ask_import(stream, filename="isi.csv", provider="Penyedia", dry_run=dry_run, by=clerk)
    runner.run_waiting(importing.JOB)
    batch.refresh_from_db()
    return batch


def counts(batch):
    return batch.added, batch.known, batch.refused


@pytest.mark.parametrize("make", [as_csv, as_xlsx, lambda *rows: as_csv(*rows, delimiter=";")])
def test_a_file_is_taken_once_and_its_refused_rows_come_back(vehicle, clerk, make):
    assert counts(send(make(GOOD, OTHER, BAD, GOOD), clerk)) == (2, 1, 1)
    assert counts(send(make(GOOD, OTHER, BAD), clerk)) == (0, 2, 1)
    written = Fill.objects.order_by("number").values_list("number", "litres", "price", "total", "provider")
    assert list(written) == [
        ("T1", Decimal("20.500"), 10_000, 205_000, "penyedia"),
        ("T2", Decimal("10.000"), 10_000, 100_000, "penyedia"),
    ]
    assert sum(row.total for row in DailyTotal.objects.all()) == 305_000


def test_a_file_is_kept_only_until_it_is_taken(vehicle, clerk):
    batch = importing.ask_import(as_csv(GOOD), filename="isi.csv", provider="p", dry_run=False, by=clerk)
    assert files.read(batch.file) == as_csv(GOOD).read()
    runner.run_waiting(importing.JOB)
    batch.refresh_from_db()
    assert (batch.file, batch.job.state, batch.finished_at is not None) == (None, State.DONE, True)
    assert not StoredFile.objects.exists()
    assert set(Trail.objects.values_list("action", flat=True)) == {"sihebat.ask_import", "sihebat.import"}


def test_a_trial_writes_nothing_and_says_the_same(vehicle, clerk, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    assert counts(send(as_csv(GOOD, OTHER, BAD, GOOD), clerk, dry_run=True)) == (2, 1, 1)
    assert Fill.objects.count() == 0
    assert counts(send(as_csv(GOOD, OTHER, BAD, GOOD), clerk)) == (2, 1, 1)


def test_refused_rows_can_be_mended_and_sent_again(vehicle, clerk):
    batch = send(as_csv(BAD), clerk)
    rows = list(csv.DictReader(io.StringIO(importing.error_rows(batch).decode("utf-8-sig"))))
    assert rows[0]["spbu"] == "'=cmd()"
    assert (rows[0]["baris"], rows[0]["alasan"]) == ("2", "plat tidak terdaftar di kantor Anda: DH 9 ZZ")


def test_a_clerk_sends_no_fill_of_another_office_and_bkad_of_all(vehicle):
    assert counts(send(as_csv(GOOD), staff(Role.FUEL_CLERK))) == (0, 0, 1)
    assert counts(send(as_csv(GOOD), staff(Role.BKAD_OFFICER))) == (1, 0, 0)


def test_a_file_that_comes_after_a_transfer_goes_to_the_office_of_each_day(vehicle, clerk):
    former, new = vehicle.office, OfficeFactory(dinas=True)
    TransferFactory(vehicle=vehicle, office=former, moved_on=date(2025, 6, 11))
    Vehicle.objects.filter(pk=vehicle.pk).update(office=new)
    batch = send(as_csv(GOOD, OTHER), staff(Role.FUEL_CLERK, new))
    assert counts(batch) == (1, 0, 1)
    assert "pada hari itu kendaraan ini milik kantor lain" in batch.errors[0]["reasons"][0]
    assert counts(send(as_csv(GOOD, OTHER), staff(Role.BKAD_OFFICER))) == (1, 1, 0)
    assert dict(Fill.objects.values_list("number", "office")) == {"T1": former.pk, "T2": new.pk}


def test_a_clerk_whose_assignment_ended_before_the_job_fills_nothing(vehicle, clerk):
    batch = importing.ask_import(as_csv(GOOD), filename="isi.csv", provider="p", dry_run=False, by=clerk)
    clerk.assignments.all().delete()
    runner.run_waiting(importing.JOB)
    batch.refresh_from_db()
    assert counts(batch) == (0, 0, 1)


def test_a_retired_vehicle_takes_fills_until_its_last_day(vehicle, clerk):
    vehicle.retired_on, vehicle.is_active = date(2025, 6, 10), False
    vehicle.save()
    batch = send(as_csv(GOOD, OTHER), clerk)
    assert counts(batch) == (1, 0, 1)
    assert batch.errors[0]["reasons"] == ["kendaraan tidak dipakai lagi sejak 10 Juni 2025"]


def test_nobody_else_sends_files_or_stops_them(vehicle, clerk):
    with pytest.raises(PermissionDenied):
        importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=True, by=staff(Role.AUDITOR))
    batch = importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=True, by=clerk)
    for act in (importing.cancel_import, importing.continue_import):
        with pytest.raises(PermissionDenied):
            act(batch, by=staff(Role.FUEL_CLERK, vehicle.office))


def test_flags_are_set_over_the_whole_file(vehicle, clerk, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    send(as_csv([*GOOD[:2], "2025-06-11 09:15", *GOOD[3:]], OTHER), clerk)
    assert {fill.number: list(fill.flags) for fill in Fill.objects.all()} == {"T2": [], "T1": ["again"]}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04broken", b"plat;liter\n"])
def test_what_is_no_file_of_fills_is_refused_at_its_field(clerk, content):
    with pytest.raises(ValidationError) as refused:
        send(io.BytesIO(content), clerk)
    assert list(refused.value.message_dict) == ["file"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("provider", [" ", "kantor:bkad"])
def test_a_provider_has_a_name_and_is_not_the_portal(clerk, provider):
    with pytest.raises(ValidationError) as refused:
        importing.ask_import(as_csv(GOOD), filename="a", provider=provider, dry_run=True, by=clerk)
    assert list(refused.value.message_dict) == ["provider"]


def test_one_file_at_a_time(vehicle, clerk):
    first = importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=False, by=clerk)
    with pytest.raises(ValidationError, match="masih dikerjakan"):
        importing.ask_import(as_csv(GOOD), filename="b", provider="p", dry_run=False, by=clerk)
    importing.cancel_import(first, by=clerk)
    assert counts(send(as_csv(GOOD), clerk)) == (1, 0, 0)


def test_a_file_that_breaks_off_keeps_what_came_before(vehicle, clerk, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    batch = send(as_csv(GOOD, OTHER, BAD), clerk)
    assert (counts(batch), batch.finished_at is None) == ((2, 0, 0), False)
    assert "lebih dari 2 baris" in batch.problem


def test_a_file_without_rows_says_so(vehicle, clerk):
    assert send(as_csv(), clerk).problem == "Berkas tidak memuat baris pengisian."


class Dies(BaseException):
    """The end of a worker in the middle of its work."""


def die_after(pieces, monkeypatch):
    """Let the worker end when that many pieces are taken."""
    take, taken = Taker.take, []

    def take_or_die(self, piece):
        if len(taken) == pieces:
            raise Dies
        taken.append(piece)
        take(self, piece)

    monkeypatch.setattr(Taker, "take", take_or_die)


@pytest.mark.parametrize("dry_run", [False, True])
def test_after_a_crash_a_file_goes_on_and_every_row_counts_once(vehicle, clerk, monkeypatch, dry_run):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    rows = as_csv(GOOD, BAD, OTHER, GOOD)
    batch = importing.ask_import(rows, filename="a", provider="p", dry_run=dry_run, by=clerk)
    with monkeypatch.context() as patch:
        die_after(2, patch)
        with pytest.raises(Dies):
            runner.run(batch.job_id, keep=False)
    batch.refresh_from_db()
    assert (counts(batch), batch.lines_done, batch.finished_at) == ((1, 0, 1), 3, None)
    Job.objects.filter(pk=batch.job_id).update(lease_until=timezone.now() - timedelta(seconds=1))
    runner.run(batch.job_id, keep=False)
    batch.refresh_from_db()
    assert (counts(batch), batch.job.attempts, batch.finished_at is None) == ((2, 1, 1), 2, False)
    assert Fill.objects.count() == (0 if dry_run else 2)


def test_an_attempt_that_was_overtaken_stops(vehicle, clerk):
    batch = importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=False, by=clerk)
    ImportBatch.objects.filter(pk=batch.pk).update(lines_done=2)
    with pytest.raises(Cancelled):
        Taker(batch, None).take([(2, dict(zip(COLUMNS, GOOD, strict=True)))])
    assert not Fill.objects.exists()


def test_what_a_cancelled_file_brought_is_flagged(vehicle, clerk, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    dear = [*GOOD[:6], "999", *GOOD[7:]]
    batch = importing.ask_import(as_csv(dear, OTHER), filename="a", provider="p", dry_run=False, by=clerk)
    monkeypatch.setattr(Attempt, "cancelled", lambda _attempt: True)
    runner.run(batch.job_id, keep=False)
    batch.refresh_from_db()
    assert (batch.job.state, batch.finished_at, counts(batch)) == (State.CANCELLED, None, (1, 0, 0))
    assert list(Fill.objects.get().flags) == ["total"]


def test_whoever_watches_sees_the_rows_and_then_the_vehicles_go_by(vehicle, clerk, client, monkeypatch):
    monkeypatch.setattr(flagging, "VEHICLES_AT_ONCE", 1)
    VehicleFactory(plate="DH 9 UJ", office=vehicle.office)
    client.force_login(clerk)
    rows = as_csv(GOOD, ["T9", "DH 9 UJ", *OTHER[2:]])
    batch = importing.ask_import(rows, filename="a", provider="p", dry_run=False, by=clerk)
    seen, progress = [], Attempt.progress

    def watched(attempt, done, total):
        progress(attempt, done, total)
        page = client.get(reverse("sihebat:import", args=[batch.pk])).content.decode()
        seen.append((done, total, "kendaraan demi kendaraan" in page, f"{done} dari {total}" in page))

    monkeypatch.setattr(Attempt, "progress", watched)
    runner.run(batch.job_id, keep=False)
    # The heading counts as a line; the two vehicles come behind the three.
    assert seen == [(3, 3, False, True), (3, 5, False, True), (4, 5, True, True), (5, 5, True, True)]


def test_a_cancelled_file_can_be_gone_on_with(vehicle, clerk):
    batch = importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=False, by=clerk)
    importing.cancel_import(batch, by=clerk)
    assert runner.run_waiting(importing.JOB) == 0
    importing.continue_import(batch, by=clerk)
    runner.run_waiting(importing.JOB)
    batch.refresh_from_db()
    assert counts(batch) == (1, 0, 0)
    for act in (importing.cancel_import, importing.continue_import):
        with pytest.raises(ValidationError, match="sudah selesai"):
            act(batch, by=clerk)


def test_a_file_that_nobody_went_on_with_is_deleted_after_a_week(vehicle, clerk):
    batch = importing.ask_import(as_csv(GOOD), filename="a", provider="p", dry_run=False, by=clerk)
    today = timezone.localdate()
    assert importing.forget_unfinished(today + timedelta(days=30)) == 0, "its job is still to come"
    importing.cancel_import(batch, by=clerk)
    assert importing.forget_unfinished(today + timedelta(days=6)) == 0
    assert importing.forget_unfinished(today + timedelta(days=8)) == 1
    batch.refresh_from_db()
    assert (batch.file, batch.finished_at is None, StoredFile.objects.count()) == (None, False, 0)


def run_command(capsys, *arguments):
    call_command("import_fills", *arguments, "--format", "json")
    return json.loads(capsys.readouterr().out)


def test_the_command_takes_one_offices_fills_once(vehicle, tmp_path, capsys):
    file = tmp_path / "isi.csv"
    file.write_bytes(as_csv(GOOD, OTHER, BAD).read())
    asked = (str(file), "--office", vehicle.office.code)
    errors = str(tmp_path / "isi-ditolak.csv")
    expected = {"added": 2, "known": 0, "refused": 1, "errors": errors, "dry_run": True}
    assert run_command(capsys, *asked, "--dry-run") == expected
    assert (Fill.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert run_command(capsys, *asked) == {**expected, "dry_run": False}
    assert "DH 9 ZZ" in (tmp_path / "isi-ditolak.csv").read_text()
    assert run_command(capsys, *asked) == {**expected, "added": 0, "known": 2, "dry_run": False}
    assert set(Fill.objects.values_list("provider", flat=True)) == {vehicle.office.code}


def test_the_command_says_what_is_wrong(vehicle, tmp_path):
    file = tmp_path / "isi.csv"
    file.write_text("a,b\n1,2\n")
    for arguments, said in (
        ((str(file), "--office", vehicle.office.code), "judul kolom"),
        ((str(file), "--office", "tidak-ada"), "tidak-ada"),
        ((str(tmp_path / "hilang.csv"), "--office", vehicle.office.code), "hilang.csv"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("import_fills", *arguments)
