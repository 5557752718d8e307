"""What colleagues do for each other at the desk: take care, leave notes, accept several at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.workflow import NotYourMove
from sodamolek.letters import queries
from sodamolek.letters.models import OFFICE_ROLES, LetterRequest, RequestNote
from sodamolek.letters.services.common import clean_note, locked, refuse_own
from sodamolek.letters.services.decisions import accept_request


def _at_this_desk(row: LetterRequest, by: User) -> None:
    refuse_own(row, by)
    if row.submitted_at is None or row.office_id not in by.offices_with(*OFFICE_ROLES):
        raise PermissionDenied


def assign_request(letter_request: LetterRequest, *, to: User | None, by: User) -> LetterRequest:
    """Say who at the office takes care of a request; None: nobody in particular.

    It gives no right and takes none: a colleague may go on when that person is ill.
    """
    with transaction.atomic():
        row = locked(letter_request)
        _at_this_desk(row, by)
        if to is not None and not queries.colleagues_at(row.office_id).filter(pk=to.pk).exists():
            raise ValidationError({"to": _("Orang ini tidak bertugas di kantor ini hari ini. Pilih petugas lain.")})
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        detail = {"to": str(to.pk) if to else None}
        audit.record("assign", row, by=by, detail=detail, office_id=row.office_id)
    return row


def add_note(letter_request: LetterRequest, *, text: str, by: User) -> RequestNote:
    """Leave a note for colleagues; the applicant never sees it. The trail says that there is one, not what."""
    text = clean_note(text, "text")
    if not text:
        raise ValidationError({"text": _("Tulis catatannya dahulu.")})
    with transaction.atomic():
        row = locked(letter_request)
        _at_this_desk(row, by)
        note = RequestNote.objects.create(request=row, author=by, text=text)
        audit.record("note", row, by=by, office_id=row.office_id)
    return note


@dataclass(frozen=True)
class AcceptedMany:
    """Requests that were accepted, and those that were not with the reason."""

    accepted: list[LetterRequest] = field(default_factory=list)
    failed: list[tuple[LetterRequest, str]] = field(default_factory=list)


def accept_many(
    letter_requests: Iterable[LetterRequest], *, by: User, stamps: Mapping[UUID, str] | None = None
) -> AcceptedMany:
    """Accept one after the other, each for itself; what can't be accepted is left and told. `stamps` by key."""
    result = AcceptedMany()
    for letter_request in letter_requests:
        try:
            result.accepted.append(accept_request(letter_request, by=by, stamp=(stamps or {}).get(letter_request.pk)))
        except ValidationError as error:
            result.failed.append((letter_request, " ".join(error.messages)))
        except NotYourMove:
            result.failed.append((letter_request, _("Anda tidak berwenang memutuskan permohonan ini.")))
    return result
