"""Complaints: what a citizen and the office write to each other about one request."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.audit import services as audit
from core.notifications import services as notifications
from core.workflow import NotYourMove
from sodamolek.letters.models import Complaint, ComplaintMessage, LetterRequest
from sodamolek.letters.services.common import LONGEST_NOTE, locked, tell
from sodamolek.letters.workflow import COMPLAINT, ComplaintStatus

MOST_MESSAGES = 100


def complain(letter_request: LetterRequest, text: str, *, by: User) -> Complaint:
    """Open a complaint about one's own request, or write on; the office owes an answer from now on.

    Its operators are told, without the words. Raises ValidationError({"text": ...}), and NotYourMove for anybody but
    the applicant.
    """
    text = _clean(text)
    with transaction.atomic():
        row = locked(letter_request)
        if row.owner_id != by.pk:
            raise NotYourMove
        if row.submitted_at is None:
            raise ValidationError({"text": _("Permohonan ini belum dikirim.")})
        now = timezone.now()
        complaint, opened = Complaint.objects.get_or_create(
            request=row, defaults={"office": row.office, "owner": by, "waiting_since": now}
        )
        if opened:
            audit.record("complain", complaint, by=by, office_id=row.office_id)
        else:
            # Who writes on while waiting keeps the place in the line.
            since = complaint.waiting_since if complaint.status == ComplaintStatus.OPEN else now
            complaint = COMPLAINT.apply("ask", complaint, by=by, fields={"waiting_since": since})
        _write(complaint, text, by, from_office=False)
        _tell_operators(row)
    return complaint


def answer_complaint(complaint: Complaint, text: str, *, by: User) -> Complaint:
    """The office's answer; the citizen is told. An officer does not answer the own complaint."""
    text = _clean(text)
    with transaction.atomic():
        _refuse_own(complaint, by)
        complaint = COMPLAINT.apply("answer", complaint, by=by)
        _write(complaint, text, by, from_office=True)
        tell(complaint.request, "complaint_answered")
    return complaint


def close_complaint(complaint: Complaint, *, by: User) -> Complaint:
    """The citizen is content (or gives up), or the office ends what it has answered."""
    with transaction.atomic():
        return COMPLAINT.apply("close" if complaint.owner_id == by.pk else "settle", complaint, by=by)


def _refuse_own(complaint: Complaint, by: User) -> None:
    if by.pk in (complaint.owner_id, complaint.request.resident.user_id):
        raise ValidationError(_("Ini keluhan Anda sendiri. Petugas lain yang menjawabnya."))


def _clean(text: str) -> str:
    clean = text.replace("\x00", "").strip()
    if not clean:
        raise ValidationError({"text": _("Tulis pesannya dahulu.")})
    if len(clean) > LONGEST_NOTE:
        raise ValidationError({"text": _("Paling banyak %d huruf.") % LONGEST_NOTE})
    return clean


def _write(complaint: Complaint, text: str, by: User, *, from_office: bool) -> None:
    if complaint.messages.count() >= MOST_MESSAGES:
        raise ValidationError({"text": _("Percakapan ini sudah terlalu panjang. Lanjutkan lewat SP4N-LAPOR.")})
    ComplaintMessage.objects.create(complaint=complaint, by=by, from_office=from_office, text=text)


def _tell_operators(row: LetterRequest) -> None:
    context = {"letter": row.kind.name, "reference": row.reference, "office": row.office.name}
    url = reverse("letters:desk_complaint", args=[row.pk])
    held = Assignment.objects.valid_on(timezone.localdate()).filter(role=Role.OPERATOR, office=row.office)
    for assignment in held.select_related("user"):
        if assignment.user_id != row.owner_id:
            notifications.tell(assignment.user, "letters/complaint_received", context, subject=row, url=url)
