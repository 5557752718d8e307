"""Asking an office whether something is so; what its contact answers becomes a source of the claim."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.audit import services as audit
from core.notifications import services as notifications
from core.regions.models import Office
from kabashoax.models import Claim, Confirmation, Source
from kabashoax.services.claims import locked
from kabashoax.services.common import clean_note
from kabashoax.workflow import CONFIRMATION, ClaimStatus

LONGEST_ANSWER = 2000


def contacts_of(office: Office) -> list[User]:
    """Who answers for an office today."""
    posts = Assignment.objects.valid_on(timezone.localdate()).filter(office=office, role=Role.OFFICE_CONTACT)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk"))


def ask(claim: Claim, *, office: Office, question: str, by: User) -> Confirmation:
    """Ask an office; its contacts get a message. An office is not asked twice at once about one claim."""
    words = clean_note(question, "question")
    contacts = contacts_of(office)
    if not contacts:
        raise ValidationError({"office": _("Kantor ini belum punya narahubung. Hubungi administrator kota.")})
    try:
        with transaction.atomic():
            claim = locked(claim, by, {ClaimStatus.CHECKING, ClaimStatus.PUBLISHED})
            made: Confirmation = Confirmation.objects.create(claim=claim, office=office, question=words, asked_by=by)
            audit.record("ask", made, by=by, office_id=office.pk)
            _tell(contacts, "asked", made, reverse("kabashoax:confirmation", args=[made.pk]))
    except IntegrityError:
        raise ValidationError({"office": _("Kantor ini sudah ditanya dan belum menjawab.")}) from None
    return made


def answer(confirmation: Confirmation, *, text: str, by: User) -> Source:
    """Answer for one's office; the answer stands among the claim's sources, with the office as its publisher."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise ValidationError({"text": _("Tulis jawaban kantor Anda.")})
    if len(words) > LONGEST_ANSWER:
        raise ValidationError({"text": _("Paling banyak %d huruf.") % LONGEST_ANSWER})
    with transaction.atomic():
        # The claim first, as everywhere: an editor may be publishing it.
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=confirmation.claim_id)
        changes = {"answered_by": by, "answered_at": timezone.now()}
        row = CONFIRMATION.apply("answer", confirmation, by=by, fields=changes)
        source: Source = Source.objects.create(
            claim=claim,
            publisher=row.office.name,
            title=_("Jawaban atas permintaan konfirmasi"),
            published_on=timezone.localdate(),
            excerpt=words,
            digest=hashlib.sha256(words.encode()).hexdigest(),
            added_by=by,
        )
        row.source = source
        row.save(update_fields=["source"])
        _tell([row.asked_by], "confirmed", row, reverse("kabashoax:work", args=[claim.pk]))
    return source


def withdraw(confirmation: Confirmation, *, by: User) -> Confirmation:
    """Take a question back that nobody has answered."""
    with transaction.atomic():
        return CONFIRMATION.apply("withdraw", confirmation, by=by)


def _tell(people: list[User], kind: str, row: Confirmation, url: str) -> None:
    facts = {"title": row.claim.title, "office": row.office.name, "question": row.question}
    for person in people:
        notifications.tell(person, f"kabashoax/{kind}", facts, subject=row, url=url)
