"""The verdict: proposed by one person, published by another; a correction leaves its history visible."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.workflow import IllegalMove
from kabashoax.models import Claim, Report, Verdict
from kabashoax.services import indexing, telling
from kabashoax.services.common import clean_note
from kabashoax.workflow import CLAIM, ClaimStatus, ReportStatus


def propose(  # noqa: PLR0913 - one keyword for each part of a verdict
    claim: Claim, *, kind: str, summary: str, explanation: str, by: User, reason: str = ""
) -> Verdict:
    """Put a verdict before the editor; on a published claim it is a correction and needs its `reason`."""
    correcting = claim.status == ClaimStatus.PUBLISHED
    note = clean_note(reason, "reason") if correcting else ""
    with transaction.atomic():
        claim = CLAIM.apply("propose_correction" if correcting else "propose", claim, by=by, fields={"note": ""})
        last = claim.verdicts.first()
        verdict: Verdict = Verdict.objects.create(
            claim=claim,
            version=last.version + 1 if last else 1,
            kind=kind,
            summary=summary.strip(),
            explanation=explanation.strip(),
            reason=note,
            proposed_by=by,
        )
    return verdict


def hand_back(claim: Claim, *, note: str, by: User) -> Claim:
    """Give the proposal back to the fact-checker with a remark; a published verdict stays as it is."""
    remark = clean_note(note)
    with transaction.atomic():
        verdict = _pending(claim)
        name = "hand_back_correction" if claim.status == ClaimStatus.CORRECTING else "hand_back"
        claim = CLAIM.apply(name, claim, by=by, fields={"note": remark})
        verdict.handed_back_at = timezone.now()
        verdict.save(update_fields=["handed_back_at"])
    return claim


def publish(claim: Claim, *, by: User) -> Claim:
    """Publish the waiting verdict and answer every report of the claim. Never by who proposed it."""
    with transaction.atomic():
        verdict = _pending(claim)
        if verdict.proposed_by_id == by.pk:
            raise ValidationError(_("Anda sendiri yang mengusulkan hasil ini. Mintalah editor lain menerbitkannya."))
        now = timezone.now()
        correcting = claim.status == ClaimStatus.CORRECTING
        fields: dict[str, Any] = {"verdict": verdict.kind, "summary": verdict.summary, "note": "", "revised_at": now}
        if not correcting:
            fields["published_at"] = now
        claim = CLAIM.apply("publish_correction" if correcting else "publish", claim, by=by, fields=fields)
        verdict.published_by, verdict.published_at = by, now
        verdict.save(update_fields=["published_by", "published_at"])
        indexing.index(claim)
        _answer(claim, corrected=correcting)
    return claim


def _pending(claim: Claim) -> Verdict:
    """The proposal that waits, its claim locked before it."""
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    found = claim.verdicts.filter(published_at=None, handed_back_at=None).first()
    if found is None:
        raise IllegalMove(_("Tidak ada usulan yang menunggu. Mungkin editor lain sudah memprosesnya."))
    return found


def _answer(claim: Claim, *, corrected: bool) -> None:
    """Tell who reported it; whoever was answered before learns of the correction."""
    if corrected:
        answered = Report.objects.filter(claim=claim, status=ReportStatus.ANSWERED, has_contact=True)
        telling.tell_all(answered.order_by("pk"), "corrected", claim=claim)
    for report in Report.objects.filter(claim=claim, status=ReportStatus.ACCEPTED).order_by("pk"):
        telling.answer(report, claim)
