"""A report's worker is killed again and again, at a different place each time."""

from core.accounts.rules import Role
from core.files import services as files
from core.files.models import StoredFile
from core.jobs.rules import State
from sihebat.models import EfficiencyReport
from sihebat.rules.efficiency import Basis
from sihebat.services import reports
from sihebat.services.sheets import report_pdf
from sihebat.services.snapshot import digest_of, snapshot
from tests.core.jobs.conftest import start_worker, valkey  # noqa: F401 - fixtures
from tests.core.jobs.servers import wait_for
from tests.factories.accounts import staff
from tests.factories.sihebat import CeilingFactory, FillFactory, StandardPriceFactory
from tests.sihebat.test_reports import END, START


def test_a_worker_killed_five_times_leaves_one_report_with_the_same_digest(committed, start_worker, tmp_path):  # noqa: F811
    StandardPriceFactory()
    FillFactory(vehicle__office=CeilingFactory(months=[1_000_000] * 12).office)
    report = reports.ask_report(START, END, Basis.ALLOCATION, None, by=staff(Role.BKAD_OFFICER))
    expected = digest_of(snapshot(reports.question_of(report)))
    worker = start_worker(
        DJANGO_SETTINGS_MODULE="tests.sihebat.worker_settings", STALL_AT=str(tmp_path), JOBS_LEASE="1"
    )
    for place in ("start", "figures", "pdf", "file", "row"):
        wait_for((tmp_path / place).exists)
        worker.kill()
        worker.start()
    wait_for(lambda: EfficiencyReport.objects.get().is_frozen)
    report.refresh_from_db()
    assert (report.digest, digest_of(report.figures)) == (expected, expected)
    assert (report.job.state, report.job.attempts) == (State.DONE, 6)
    (kept,) = StoredFile.objects.all()
    assert (report.pdf, files.read(kept)) == (kept, report_pdf(report))
