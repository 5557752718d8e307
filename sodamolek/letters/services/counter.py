"""An operator types for who stands at the counter, with or without an account."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import services as audit
from core.population.models import Resident
from core.regions.models import Office
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import queries
from sodamolek.letters.models import LetterKind, LetterRequest
from sodamolek.letters.rules.schema import OfficeLevel
from sodamolek.letters.services.common import locked, may_type, on_behalf
from sodamolek.letters.services.drafts import create_request
from sodamolek.letters.workflow import LETTER, Status


def begin_at_counter(kind: LetterKind, resident: Resident, *, office: Office, by: User) -> LetterRequest:
    """A draft for a proven resident of the office's kelurahan; one that this operator began is taken up again.

    It stands among nobody's own until it is filed.
    """
    if not by.has_role(Role.OPERATOR, office_id=office.pk):
        raise PermissionDenied
    if resident.user_id == by.pk:
        raise ValidationError(_("Ini data Anda sendiri. Ajukan lewat “Surat”, dan petugas lain yang memprosesnya."))
    if not resident.is_proven or resident.domicile_id != office.region_id:
        raise ValidationError(_("Pastikan dahulu data orang ini di loket kelurahan tempat tinggalnya."))
    if office.kind != OfficeLevel(kind.spec.office_level).value:
        raise ValidationError(_("Surat ini tidak diurus di kantor Anda."))
    with transaction.atomic():
        # Pressing twice makes one draft: one operator's presses come one after the other.
        User.objects.select_for_update().get(pk=by.pk)
        begun = LetterRequest.objects.filter(
            filed_by=by, resident=resident, office=office, kind=kind, status=Status.DRAFT
        ).first()
        return begun or create_request(kind=kind, office=office, owner=None, resident=resident, filed_by=by)


def see_originals(letter_request: LetterRequest, keys: Iterable[str], *, by: User) -> LetterRequest:
    """Keep which of the asked documents the operator saw on paper; they need no photo then. Recorded."""
    with transaction.atomic():
        row = locked(letter_request)
        if row.counter_office_id is None or row.owner_id == by.pk or not may_type(row, by):
            raise NotYourMove
        if not row.is_editable:
            raise IllegalMove(_("Permohonan ini sudah dikirim dan tidak dapat diubah lagi."))
        asked = {r.key for r in queries.sheet_of(row).requirements}
        seen = sorted(asked.intersection(keys))
        if seen != row.seen_originals:
            row.seen_originals, row.touched_at = seen, timezone.now()
            row.save(update_fields=["seen_originals", "touched_at"])
            detail = {"requirements": seen}
            whom = on_behalf(row, by)
            audit.record("see_originals", row, by=by, detail=detail, office_id=row.office_id, on_behalf_of=whom)
    return row


def note_contact(letter_request: LetterRequest, email: str, *, by: User) -> LetterRequest:
    """Where to tell somebody without an account of each step; "" takes it back. Recorded, without the address.

    Who has an account is told there, and nothing is kept.
    """
    with transaction.atomic():
        row = locked(letter_request)
        if row.counter_office_id is None or row.owner_id == by.pk or not may_type(row, by):
            raise NotYourMove
        given = email if email and row.resident.user_id is None else None
        if given != row.contact_email:
            row.contact_email = given
            row.save(update_fields=["contact_email"])
            audit.record("note_contact", row, by=by, detail={"given": given is not None}, office_id=row.office_id)
    return row


def withdraw_at_counter(letter_request: LetterRequest, *, by: User) -> LetterRequest:
    """The applicant at the counter no longer wants the letter."""
    with transaction.atomic():
        row = locked(letter_request)
        if not may_type(row, by):
            raise NotYourMove
        withdrawn: LetterRequest = LETTER.apply("withdraw", row, by=by, on_behalf_of=on_behalf(row, by))
    return withdrawn


def adopt_requests(resident: Resident, user: User) -> None:
    """What was filed at the counter for somebody without an account becomes theirs, now that they have one."""
    waiting = LetterRequest.objects.filter(owner=None, resident=resident, submitted_at__isnull=False)
    for row in waiting.select_for_update(of=("self",)):
        # From now on they are told in their own inbox.
        row.owner, row.contact_email = user, None
        row.save(update_fields=["owner", "contact_email"])
        audit.record("adopt", row, by=user, office_id=row.office_id)
