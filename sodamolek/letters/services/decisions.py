"""What an office decides on a request."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.models import Entry
from core.documents import services as documents
from core.documents.models import Document
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest, OfficeSetting, RequestDocument
from sodamolek.letters.services.common import as_read, clean_note, locked, public_reason, ready, refuse_own, tell
from sodamolek.letters.workflow import LETTER, Status


def _decide(
    move: str, letter_request: LetterRequest, by: User, *, fields: dict[str, Any] | None = None, note: str = ""
) -> LetterRequest:
    """Make a deciding move. `note` lands in the trail, so it holds keys and never personal data."""
    refuse_own(letter_request, by)
    row: LetterRequest = LETTER.apply(move, letter_request, by=by, note=note, fields=fields)
    return row


def _document(row: LetterRequest) -> Document:
    """The letter of a request that has one; the workflow's guard was asked before."""
    if row.document is None:
        raise ValidationError(_("Surat ini belum terbit. Tunggu sampai ditandatangani."))
    return row.document


def _decided(by: User, **fields: Any) -> dict[str, Any]:
    return {"decided_at": timezone.now(), "decided_by": by, **fields}


def accept_request(letter_request: LetterRequest, *, by: User, stamp: str | None = None) -> LetterRequest:
    """Data and documents are right; now it waits for a paraf (where the office asks for one) and the signature.

    `stamp` is the one of what was read; raises Changed when it has changed since.
    """
    asked = OfficeSetting.objects.filter(office=letter_request.office_id, asks_endorsement=True).exists()
    with transaction.atomic():
        row = locked(letter_request)
        as_read(row, stamp)
        row = _decide("accept", row, by, fields={"note": "", "needs_endorsement": asked})
        tell(row, "accepted")
    return row


def endorse_request(letter_request: LetterRequest, *, by: User, stamp: str | None = None) -> LetterRequest:
    """Give the paraf: a second look at an accepted request before the signature, by somebody else's eyes.

    `stamp` as for accept_request().
    """
    with transaction.atomic():
        row = locked(letter_request)
        ready("endorse", row, by)
        as_read(row, stamp)
        if _accepted_by(row) == by.pk:
            raise ValidationError(_("Anda sendiri yang menerima permohonan ini. Paraf diberikan petugas lain."))
        return _decide("endorse", row, by)


def _accepted_by(row: LetterRequest) -> UUID | None:
    """Who accepted it last, from the trail."""
    accepted = Entry.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk, action="accept")
    return accepted.order_by("-id").values_list("actor_id", flat=True).first()


def return_request(
    letter_request: LetterRequest, *, by: User, reasons: Mapping[str, str], note: str = ""
) -> LetterRequest:
    """Give a request back for correction. `reasons` by the key of a requirement or of an asked field.

    Raises ValidationError when there is neither a reason nor a note, and for a key that the request doesn't have.
    """
    note = clean_note(note)
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("return", row, by)
        given = _checked_reasons(row, reasons)
        if not given and not note:
            raise ValidationError({"note": _("Tulis apa yang harus diperbaiki pemohon.")})
        for page in RequestDocument.objects.filter(request=row, requirement__in=given):
            page.state, page.reason = RequestDocument.State.RETURNED, given[page.requirement]
            page.save(update_fields=["state", "reason"])
        seen = [key for key in row.seen_originals if key not in given]
        fields = {"returned_reasons": given, "note": note, "returned_at": timezone.now(), "seen_originals": seen}
        row = _decide("return", row, by, fields=fields, note=", ".join(given))
        tell(row, "returned")
    return row


def _checked_reasons(row: LetterRequest, reasons: Mapping[str, str]) -> dict[str, str]:
    sheet = queries.sheet_of(row)
    known = {r.key for r in sheet.requirements} | {f.key for f in sheet.asked}
    given: dict[str, str] = {}
    for key, text in reasons.items():
        reason = clean_note(text, key)
        if reason and key not in known:
            raise ValidationError({key: _("Bagian ini tidak ada pada permohonan ini.")})
        if reason:
            given[key] = reason
    return given


def reject_request(letter_request: LetterRequest, *, by: User, reason: str) -> LetterRequest:
    """Refuse the letter for good; `reason` is shown to the applicant."""
    reason = clean_note(reason, "reason", required=True)
    with transaction.atomic():
        row = _decide("reject", letter_request, by, fields=_decided(by, note=reason))
        tell(row, "rejected")
    return row


def reopen_request(letter_request: LetterRequest, *, by: User, note: str) -> LetterRequest:
    """Hand an accepted request back to the desk; `note` is for the operator."""
    note = clean_note(note, required=True)
    with transaction.atomic():
        return _decide("reopen", letter_request, by, fields={"note": note})


def mark_collected(letter_request: LetterRequest, *, by: User) -> LetterRequest:
    """The printed letter was handed out at the counter."""
    with transaction.atomic():
        row = _decide("collect", letter_request, by)
        tell(row, "collected")
    return row


def revoke_request(letter_request: LetterRequest, *, by: User, reason: str) -> LetterRequest:
    """Declare a signed letter void; whoever verifies it sees that at once."""
    reason = public_reason(reason)
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("revoke", row, by)
        documents.revoke(_document(row), by=by, reason=reason)
        row = _decide("revoke", row, by, fields={"note": reason})
        tell(row, "revoked")
    return row


def replace_request(letter_request: LetterRequest, *, by: User, replacement: LetterRequest) -> LetterRequest:
    """Another signed letter of the same person takes this one's place."""
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("replace", row, by)
        other = locked(replacement)
        issued = other.status in (Status.SIGNED, Status.COLLECTED) and other.pk != row.pk
        if not issued or (other.resident_id, other.office_id) != (row.resident_id, row.office_id):
            raise ValidationError({"replacement": _("Pilih surat lain milik orang yang sama yang sudah terbit.")})
        documents.replace(_document(row), replacement=_document(other), by=by)
        row = _decide("replace", row, by)
        tell(row, "replaced")
    return row
