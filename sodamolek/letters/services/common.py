"""What the services share."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.notifications import services as notifications
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import LETTER, Status

LONGEST_NOTE = 1000


def locked(letter_request: LetterRequest) -> LetterRequest:
    """The fresh row, locked until the transaction ends, with its kind and resident."""
    return (
        LetterRequest.objects.select_for_update(of=("self",))
        .select_related("kind", "resident", "office", "owner")
        .get(pk=letter_request.pk)
    )


def may_type(letter_request: LetterRequest, by: User) -> bool:
    """Whether `by` fills this request in: its applicant, or an operator for an applicant who came to the counter."""
    if letter_request.owner_id == by.pk:
        return True
    office_id = letter_request.counter_office_id
    if office_id is None or not by.has_role(Role.OPERATOR, office_id=office_id):
        return False
    return letter_request.status != Status.DRAFT or letter_request.filed_by_id == by.pk


def refuse_own(letter_request: LetterRequest, by: User) -> None:
    """Nobody decides on a request of their own, whatever roles they hold."""
    if by.pk in (letter_request.owner_id, letter_request.resident.user_id):
        raise ValidationError(_("Ini permohonan Anda sendiri. Mintalah petugas lain untuk memprosesnya."))


def ready(move: str, letter_request: LetterRequest, by: User) -> None:
    """Raise what `LETTER.apply` would raise, before work whose effect could not be taken back cheaply."""
    step = LETTER.moves[move]
    if not step.may(letter_request, by):
        raise NotYourMove
    if letter_request.status not in step.sources:
        raise IllegalMove(_("Sudah diproses: keadaannya sekarang “%s”.") % letter_request.get_status_display())
    if step.guard is not None:
        step.guard(letter_request)


def clean_note(text: str, field: str = "note", *, required: bool = False) -> str:
    """A note to the applicant; ValidationError names `field` when it is missing or too long."""
    note = text.replace("\x00", "").strip()
    if required and not note:
        raise ValidationError({field: _("Tulis alasannya, supaya pemohon tahu apa yang harus dilakukan.")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({field: _("Paling banyak %d huruf.") % LONGEST_NOTE})
    return note


def tell(letter_request: LetterRequest, kind: str) -> None:
    """Tell the applicant what happened; reasons and personal data stay in the portal, behind the login.

    Who has no account comes back with the receipt, or looks it up by reference and PIN.
    """
    if letter_request.owner is None:
        return
    context = {
        "letter": letter_request.kind.name,
        "reference": letter_request.reference,
        "office": letter_request.office.name,
        "due_at": letter_request.due_at,
    }
    subject: models.Model = letter_request
    url = reverse("letters:request", args=[letter_request.pk])
    notifications.tell(letter_request.owner, f"letters/{kind}", context, subject=subject, url=url)
