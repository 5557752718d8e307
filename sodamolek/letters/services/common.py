"""What the services share."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.notifications import services as notifications
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.relations import CLAIMS, Relation
from sodamolek.letters.workflow import LETTER, Status

LONGEST_NOTE = 1000
# NIK and KK numbers, however they are spaced.
LONG_NUMBER = re.compile(r"\d{16}")


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


def on_behalf(letter_request: LetterRequest, by: User) -> User | None:
    """For whom `by` acts at the counter, for the trail; who has no account is named by the request itself."""
    if letter_request.owner_id == by.pk:
        return None
    return letter_request.owner or letter_request.resident.user


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


class Changed(ValidationError):
    """What a decision rests on is no longer what the person read."""


def as_read(letter_request: LetterRequest, stamp: str | None) -> None:
    """Raise Changed unless the locked row still has the `stamp` of what was read; without one nothing is compared."""
    if stamp and stamp != letter_request.stamp:
        raise Changed(_("Permohonan ini berubah sejak Anda membacanya. Baca sekali lagi, lalu putuskan."))


def clean_note(text: str, field: str = "note", *, required: bool = False) -> str:
    """A note to the applicant; ValidationError names `field` when it is missing or too long."""
    note = text.replace("\x00", "").strip()
    if required and not note:
        raise ValidationError({field: _("Tulis alasannya, supaya pemohon tahu apa yang harus dilakukan.")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({field: _("Paling banyak %d huruf.") % LONGEST_NOTE})
    return note


def public_reason(text: str) -> str:
    """A reason that strangers read on the page of a letter or a number: no number of a person may stand in it."""
    reason = clean_note(text, "reason", required=True)
    if LONG_NUMBER.search(re.sub(r"[\s.-]", "", reason)):
        raise ValidationError({"reason": _("Jangan tulis NIK atau nomor KK: alasan ini dapat dibaca siapa pun.")})
    return reason


def tell(letter_request: LetterRequest, kind: str) -> None:
    """Tell the applicant what happened; reasons and personal data stay in the portal, behind the login.

    Who has no account gets a mail, if they gave an address at the counter; else they come back with the receipt or
    look it up by reference and PIN.
    """
    context = _facts(letter_request)
    if letter_request.owner is None:
        _mail(letter_request, kind, context)
        return
    subject: models.Model = letter_request
    url = reverse("letters:request", args=[letter_request.pk])
    notifications.tell(letter_request.owner, f"letters/{kind}", context, subject=subject, url=url)


def tell_person(letter_request: LetterRequest) -> None:
    """Tell the person of the letter, if they have an account, that somebody asks for it: as whom, and no name."""
    person = letter_request.resident.user
    if person is None or not letter_request.relation or person.pk == letter_request.owner_id:
        return
    claim = CLAIMS[Relation(letter_request.relation)]
    context = {**_facts(letter_request), "claim": claim, "same_card": letter_request.same_card}
    # No address: the request is the applicant's, and not theirs to read.
    notifications.tell(person, "letters/about_you", context, subject=letter_request)


def _facts(row: LetterRequest) -> dict[str, Any]:
    return {"letter": row.kind.name, "reference": row.reference, "office": row.office.name, "due_at": row.due_at}


def _mail(row: LetterRequest, kind: str, facts: dict[str, Any]) -> None:
    """What a mail may say that anybody can read: no name, no reason, and never the PIN."""
    if not row.contact_email:
        return
    link = settings.PORTAL_URL + reverse("letters:track_reference", args=[row.reference])
    context = {**facts, "kind": kind, "status": row.get_status_display(), "link": link}
    notifications.mail_about(row.contact_email, "letters/at_counter", context)
