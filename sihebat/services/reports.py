"""Asking for an efficiency report, making it, calling it off, asking again."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.services import record
from core.files import services as files
from core.files.models import StoredFile
from core.jobs import services as jobs
from core.jobs.models import Job
from core.jobs.registry import Cancelled, JobRun
from core.jobs.rules import UNFINISHED
from core.regions.models import Office
from sihebat.models import EfficiencyReport
from sihebat.queries.efficiency import Question, check_answerable
from sihebat.rules.efficiency import Basis
from sihebat.rules.period import Period
from sihebat.services.sheets import report_pdf
from sihebat.services.snapshot import digest_of, snapshot

JOB = "sihebat.efficiency_report"
NUMBERS = (5371, 3)  # advisory lock: one number at a time
STEPS = 3  # compute, print, keep


def ask_report(start: date, end: date, basis: Basis, office: Office | None, *, by: User) -> EfficiencyReport:
    """A numbered report that a job will make. Raises ValidationError for a period without an answer."""
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied
    if end < start:
        raise ValidationError({"ends_on": _("Tanggal akhir mendahului tanggal awal.")})
    if end > timezone.localdate():
        raise ValidationError({"ends_on": _("Periode belum selesai. Pilih sampai hari ini atau lebih awal.")})
    check_answerable(Question(Period(start, end), basis, office))
    with transaction.atomic():
        year = timezone.localdate().year
        report = EfficiencyReport(
            year=year, sequence=_next(year), starts_on=start, ends_on=end, basis=basis, office=office, requested_by=by
        )
        report.job = _enqueue(report)
        report.save(force_insert=True)
        record("sihebat.ask_report", report, by=by, office_id=office.pk if office else None)
    return report


def retry_report(report: EfficiencyReport, *, by: User) -> EfficiencyReport:
    """Ask again for a report whose job was called off or has failed; it keeps its number."""
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied
    with transaction.atomic():
        locked = EfficiencyReport.objects.select_for_update().get(pk=report.pk)
        if locked.is_frozen or (locked.job and locked.job.state in UNFINISHED):
            raise ValidationError(_("Laporan ini sudah jadi atau sedang dikerjakan."))
        locked.job = _enqueue(locked)
        locked.save(update_fields=["job"])
        record("sihebat.retry_report", locked, by=by)
    return locked


def cancel_report(report: EfficiencyReport, *, by: User) -> None:
    """Call off a report that is not made yet."""
    if not by.has_role(Role.BKAD_OFFICER):
        raise PermissionDenied
    if report.is_frozen or report.job is None:
        raise ValidationError(_("Laporan ini sudah jadi, jadi tidak dapat dibatalkan."))
    with transaction.atomic():
        jobs.cancel(report.job)
        record("sihebat.cancel_report", report, by=by)


def make_report(report_id: UUID, run: JobRun | None = None) -> dict[str, Any]:
    """Compute, print and freeze a report; a frozen one is left as it is, however often it is asked for.

    Called within one transaction: when the worker dies before its end, nothing of this attempt is left.
    """
    report = EfficiencyReport.objects.select_for_update(of=("self",)).select_related("office").get(pk=report_id)
    if report.is_frozen:
        return {"digest": report.digest}

    def step(done: int) -> None:
        if run is None:
            return
        run.progress(done, STEPS)
        if run.cancelled():
            raise Cancelled

    step(0)
    figures = snapshot(question_of(report))
    report.figures, report.digest, report.frozen_at = figures, digest_of(figures), timezone.now()
    step(1)
    pdf = report_pdf(report)
    step(2)
    report.pdf = files.store_generated(
        pdf, content_type=StoredFile.ContentType.PDF, purpose="sihebat.report", by=report.requested_by
    )
    report.save(update_fields=["figures", "digest", "frozen_at", "pdf"])
    return {"digest": report.digest}


def question_of(report: EfficiencyReport) -> Question:
    """What the report asks."""
    return Question(Period(report.starts_on, report.ends_on), Basis(report.basis), report.office)


def _enqueue(report: EfficiencyReport) -> Job:
    return jobs.enqueue(JOB, {"report": report.pk}, key=str(report.pk))


def _next(year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", NUMBERS)
    last = EfficiencyReport.objects.filter(year=year).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1
