"""What a fact-checker does with a report: open a claim, add it to one, or refuse it with a reason."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import slugify

from core.accounts.models import User
from core.audit import services as audit
from core.workflow import NotYourMove
from kabashoax.models import Claim, Report
from kabashoax.rules.tickets import new_ticket
from kabashoax.services import indexing, telling
from kabashoax.services.common import clean_note
from kabashoax.workflow import REPORT, ReportStatus

# How long an e-mail address is of use after a report has been answered or refused.
KEEP = timedelta(days=90)


def open_claim(report: Report, *, title: str, wording: str, by: User) -> Claim:
    """Make a claim out of a report; the report is now being checked."""
    with transaction.atomic():
        report = _decided("accept", report, by)
        claim: Claim = Claim.objects.create(
            office_id=report.office_id,
            slug=slug_for(title),
            title=title.strip(),
            wording=wording.strip(),
            channel=report.channel,
            first_seen_on=timezone.localdate(report.received_at),
            kelurahan_id=report.kelurahan_id,
            opened_by=by,
        )
        audit.record("open", claim, by=by, office_id=claim.office_id)
        indexing.index(claim)
        _joined(report, claim)
        telling.tell(report, "accepted")
    return claim


def join_claim(report: Report, claim: Claim, *, by: User) -> Report:
    """Add a report to a claim; if its verdict is public already, the report is answered at once."""
    with transaction.atomic():
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        if claim.office_id != report.office_id:
            raise NotYourMove
        report = _joined(_decided("accept", report, by), claim)
        if claim.is_public:
            report = telling.answer(report, claim)
        else:
            telling.tell(report, "accepted")
    return report


def reject_report(report: Report, *, reason: str, by: User) -> Report:
    """Refuse a report that is out of scope or without usable evidence; the reporter reads the reason."""
    note = clean_note(reason, "reason")
    with transaction.atomic():
        report = _decided("reject", report, by, note=note)
        telling.tell(report, "rejected")
    return report


def slug_for(title: str) -> str:
    """The address of a claim: readable, and never that of another one."""
    return f"{slugify(title)[:60].strip('-')}-{new_ticket()[-4:].lower()}".strip("-")


def _decided(move: str, report: Report, by: User, **fields: str) -> Report:
    changes = {"decided_at": timezone.now(), "decided_by": by, **fields}
    decided: Report = REPORT.apply(move, report, by=by, fields=changes)
    return decided


def _joined(report: Report, claim: Claim) -> Report:
    report.claim = claim
    report.save(update_fields=["claim"])
    return report


def forget_contacts(today: date) -> int:
    """Delete e-mail addresses 90 days after the report was answered or refused; how many."""
    # Reports answered on the spot used to have no time of their decision.
    ended = Report.objects.annotate(ended_at=Coalesce("decided_at", "received_at")).filter(
        status__in=[ReportStatus.ANSWERED, ReportStatus.REJECTED], ended_at__date__lt=today - KEEP
    )
    return ended.filter(has_contact=True).update(contact="", has_contact=False)
