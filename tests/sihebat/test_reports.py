"""Reports: asked for, made by a job once, frozen, reproducible."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.accounts.rules import Role
from core.files import services as files
from core.jobs import runner
from core.jobs.models import Job
from core.jobs.rules import State
from sihebat.models import Ceiling, EfficiencyReport
from sihebat.rules.efficiency import Basis
from sihebat.services import reports, sheets
from tests.factories.accounts import staff
from tests.factories.sihebat import CeilingFactory, FillFactory, StandardPriceFactory

START, END = date(2025, 6, 1), date(2025, 6, 30)


@pytest.fixture
def officer(db):
    return staff(Role.BKAD_OFFICER)


@pytest.fixture
def june(db):
    StandardPriceFactory()
    ceiling = CeilingFactory(months=[1_000_000] * 12)
    return FillFactory(vehicle__office=ceiling.office)


def ask(officer, basis=Basis.ALLOCATION, office=None):
    return reports.ask_report(START, END, basis, office, by=officer)


def make(officer, **asked):
    report = ask(officer, **asked)
    runner.run_waiting(reports.JOB)
    report.refresh_from_db()
    return report


def test_a_report_is_numbered_made_and_frozen(officer, june):
    first, second = make(officer), make(officer)
    year = timezone.localdate().year
    assert [first.number, second.number] == [f"0001/LE-BBM/{year}", f"0002/LE-BBM/{year}"]
    assert first.figures["whole"]["percent"] == "80.00"
    assert first.job.state == State.DONE
    assert first.digest == second.digest, "the same figures have the same digest"
    assert files.read(first.pdf)[:5] == b"%PDF-"


def test_a_frozen_report_stays_as_it_is(officer, june):
    report = make(officer)
    FillFactory(vehicle=june.vehicle)
    reports.make_report(report.pk)
    for change in ({"digest": "0" * 64}, {"figures": {}}, {"starts_on": END}):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            EfficiencyReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        report.delete()
    report.refresh_from_db()
    assert report.figures["whole"]["realised_rp"] == 200_000


def test_the_job_may_be_forgotten_and_the_report_stays(officer, june):
    report = make(officer)
    Job.objects.all().delete()
    report.refresh_from_db()
    assert (report.job, bool(report.digest)) == (None, True)


def test_a_cancelled_report_is_made_when_asked_for_again(officer, june):
    report = ask(officer)
    reports.cancel_report(report, by=officer)
    assert runner.run_waiting(reports.JOB) == 0
    reports.retry_report(report, by=officer)
    runner.run_waiting(reports.JOB)
    report.refresh_from_db()
    assert report.is_frozen
    with pytest.raises(ValidationError, match="sudah jadi"):
        reports.retry_report(report, by=officer)


@pytest.mark.parametrize(("basis", "field"), [(Basis.CEILING, "ends_on"), (Basis.LAST_YEAR, "basis")])
def test_a_report_without_an_answer_is_refused_at_its_field(officer, basis, field):
    with pytest.raises(ValidationError) as refused:
        ask(officer, basis)
    assert list(refused.value.message_dict) == [field]
    assert not EfficiencyReport.objects.exists()


def test_a_report_whose_answer_went_away_gives_up_and_says_why(officer, june):
    report = ask(officer)
    Ceiling.objects.all().delete()
    runner.run_waiting(reports.JOB)
    report.refresh_from_db()
    assert (report.is_frozen, report.job.state, report.job.attempts) == (False, State.FAILED, 1)
    assert "Belum ada pagu 2025" in report.job.error


def test_only_bkad_asks(june):
    clerk = staff(Role.FUEL_CLERK, june.office)
    with pytest.raises(PermissionDenied):
        ask(clerk)


def test_a_period_that_is_not_over_is_refused(officer):
    today = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        reports.ask_report(today, today.replace(year=today.year + 1), Basis.CEILING, None, by=officer)
    assert list(refused.value.message_dict) == ["ends_on"]


def test_an_office_sees_reports_about_itself_alone(officer, june):
    own, city = make(officer, office=june.office), make(officer)
    clerk = staff(Role.FUEL_CLERK, june.office)
    assert set(EfficiencyReport.objects.visible_to(clerk)) == {own}
    assert set(EfficiencyReport.objects.visible_to(officer)) == {own, city}


def test_pdf_and_xlsx_are_the_same_bytes_each_time_and_say_the_figures(officer, june):
    report = make(officer)
    assert sheets.report_pdf(report) == files.read(report.pdf)
    assert sheets.report_xlsx(report) == sheets.report_xlsx(report)
    book = openpyxl.load_workbook(io.BytesIO(sheets.report_xlsx(report)))
    rows = list(book["Kantor"].values)
    assert rows[-1] == ("", "Jumlah", 1_000_000, 200_000, 800_000, 80, 0, 800_000, 1, 20)
