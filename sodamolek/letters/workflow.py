"""States of a request for a letter and who may move it: the one table that buttons, API, tests and docs read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.rules import Role
from core.workflow import Workflow, move


class Status(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Belum dikirim")
    SUBMITTED = "submitted", gettext_lazy("Menunggu diperiksa")
    RETURNED = "returned", gettext_lazy("Perlu diperbaiki")
    ACCEPTED = "accepted", gettext_lazy("Menunggu tanda tangan")
    ENDORSED = "endorsed", gettext_lazy("Diparaf, menunggu tanda tangan")
    # A service outside has been asked to sign: the number is given, its answer is not here yet.
    SIGNING = "signing", gettext_lazy("Sedang ditandatangani")
    # For ink: the number is given and the letter printed.
    PRINTED = "printed", gettext_lazy("Dicetak, menunggu tanda tangan")
    AWAITING_CAMAT = "awaiting_camat", gettext_lazy("Menunggu tanda tangan camat")
    SIGNED = "signed", gettext_lazy("Selesai, surat siap diunduh")
    COLLECTED = "collected", gettext_lazy("Surat sudah diambil")
    REJECTED = "rejected", gettext_lazy("Ditolak")
    CANCELLED = "cancelled", gettext_lazy("Dibatalkan pemohon")
    EXPIRED = "expired", gettext_lazy("Kedaluwarsa")
    REVOKED = "revoked", gettext_lazy("Surat dicabut")
    REPLACED = "replaced", gettext_lazy("Surat diganti")


# Who signs for an office. Somebody who signs on behalf (a.n.) or in place (Plt., Plh.) holds the role in that capacity.
SIGNERS = frozenset({Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD})
ENDORSERS = frozenset({Role.KASI, Role.SEKRETARIS})
# While somebody may sign or print it.
READY = frozenset({Status.ACCEPTED, Status.ENDORSED})
# It has its number, and not everybody has signed.
UNDER_WAY = frozenset({Status.SIGNING, Status.PRINTED, Status.AWAITING_CAMAT})


def _has_document(row: Any) -> None:
    """A letter can be handed out, revoked or replaced only if there is one."""
    if row.document_id is None:
        raise ValidationError(_("Surat ini belum terbit. Tunggu sampai ditandatangani."))


def _asks_endorsement(row: Any) -> None:
    if not row.needs_endorsement:
        raise ValidationError(_("Kantor ini tidak meminta paraf: surat langsung menunggu tanda tangan."))


def _endorsed(row: Any) -> None:
    """Where the office asks for a paraf, nobody signs before it."""
    if row.needs_endorsement and row.status == Status.ACCEPTED:
        raise ValidationError(_("Surat ini belum diparaf. Tunggu paraf kasi atau sekretaris."))


def _for_the_last(row: Any) -> None:
    """The signature after which nobody else signs."""
    _endorsed(row)
    if row.kind.spec.countersigners:
        raise ValidationError(_("Surat ini masih memerlukan tanda tangan camat."))


def _for_the_first_of_two(row: Any) -> None:
    _endorsed(row)
    if not row.kind.spec.countersigners:
        raise ValidationError(_("Surat ini tidak memerlukan tanda tangan camat."))


LETTER = Workflow(
    "letter",
    {
        "submit": move({Status.DRAFT}, Status.SUBMITTED, {Role.CITIZEN}),
        "resubmit": move({Status.RETURNED}, Status.SUBMITTED, {Role.CITIZEN}),
        "cancel": move({Status.DRAFT, Status.SUBMITTED, Status.RETURNED}, Status.CANCELLED, {Role.CITIZEN}),
        # By an operator for who stands at the counter, with or without an account.
        "file": move({Status.DRAFT}, Status.SUBMITTED, {Role.OPERATOR}, at="counter_office_id"),
        "refile": move({Status.RETURNED}, Status.SUBMITTED, {Role.OPERATOR}, at="counter_office_id"),
        "withdraw": move(
            {Status.DRAFT, Status.SUBMITTED, Status.RETURNED}, Status.CANCELLED, {Role.OPERATOR}, at="counter_office_id"
        ),
        "accept": move({Status.SUBMITTED}, Status.ACCEPTED, {Role.OPERATOR}),
        "return": move({Status.SUBMITTED}, Status.RETURNED, {Role.OPERATOR}),
        "reject": move({Status.SUBMITTED}, Status.REJECTED, {Role.OPERATOR}),
        "endorse": move({Status.ACCEPTED}, Status.ENDORSED, {*ENDORSERS}, _asks_endorsement),
        # Whoever reads before the signature and finds a fault hands it back to the desk.
        "reopen": move({*READY}, Status.SUBMITTED, {Role.OPERATOR, *ENDORSERS, *SIGNERS}),
        "sign": move({*READY}, Status.SIGNED, {*SIGNERS}, _for_the_last),
        "sign_first": move({*READY}, Status.AWAITING_CAMAT, {*SIGNERS}, _for_the_first_of_two),
        "countersign": move({Status.AWAITING_CAMAT}, Status.SIGNED, {Role.CAMAT}, at="countersign_office_id"),
        # Through a service outside: the number is reserved, the service asked, its signature confirmed.
        "reserve": move({*READY}, Status.SIGNING, {*SIGNERS}, _endorsed),
        "confirm": move({Status.SIGNING}, Status.SIGNED, {*SIGNERS}, _for_the_last),
        "confirm_first": move({Status.SIGNING}, Status.AWAITING_CAMAT, {*SIGNERS}, _for_the_first_of_two),
        # With ink: number and print, sign and stamp the paper, scan it back.
        "print": move({*READY}, Status.PRINTED, {Role.OPERATOR, *SIGNERS}, _endorsed),
        "scan": move({Status.PRINTED}, Status.SIGNED, {Role.OPERATOR, *SIGNERS}),
        # The number stays in the book as cancelled; the request begins again at the desk.
        "give_up": move({*UNDER_WAY}, Status.SUBMITTED, {Role.OPERATOR, *SIGNERS}),
        "decline": move({Status.AWAITING_CAMAT}, Status.SUBMITTED, {Role.CAMAT}, at="countersign_office_id"),
        "collect": move({Status.SIGNED}, Status.COLLECTED, {Role.OPERATOR}, _has_document),
        "revoke": move({Status.SIGNED, Status.COLLECTED}, Status.REVOKED, {*SIGNERS}, _has_document),
        "replace": move({Status.SIGNED, Status.COLLECTED}, Status.REPLACED, {*SIGNERS}, _has_document),
        # By the portal itself: nobody answered (services/upkeep.py).
        "expire": move({Status.DRAFT, Status.RETURNED}, Status.EXPIRED),
    },
)

# Moves that put a request before the office, from home or at the counter.
SENDS = frozenset({"submit", "resubmit", "file", "refile"})
# Moves by which an office decides on a request; nobody makes them on a request of their own.
DECISIONS = frozenset(
    {
        "accept", "return", "reject", "endorse", "reopen", "sign", "sign_first", "countersign", "reserve", "confirm",
        "confirm_first", "print", "scan", "give_up", "decline", "collect", "revoke", "replace",
    }
)  # fmt: skip
# While the applicant may change answers and documents.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
# Waiting for somebody at the office.
AT_DESK = (
    Status.SUBMITTED,
    Status.ACCEPTED,
    Status.ENDORSED,
    Status.SIGNING,
    Status.PRINTED,
    Status.AWAITING_CAMAT,
)
# Everybody has signed it; what happened to it later changes nothing about how long that took.
ISSUED = frozenset({Status.SIGNED, Status.COLLECTED, Status.REVOKED, Status.REPLACED})
# It has a document: a number was given and stands.
WITH_DOCUMENT = UNDER_WAY | ISSUED
FINISHED = frozenset(
    {
        Status.SIGNED,
        Status.COLLECTED,
        Status.REJECTED,
        Status.CANCELLED,
        Status.EXPIRED,
        Status.REVOKED,
        Status.REPLACED,
    }
)


class ComplaintStatus(models.TextChoices):
    OPEN = "open", gettext_lazy("Menunggu jawaban kantor")
    ANSWERED = "answered", gettext_lazy("Sudah dijawab")
    CLOSED = "closed", gettext_lazy("Selesai")


_OFFICE = {Role.OPERATOR, *ENDORSERS, *SIGNERS}
COMPLAINT = Workflow(
    "complaint",
    {
        "ask": move({*ComplaintStatus.values}, ComplaintStatus.OPEN, {Role.CITIZEN}),
        "answer": move({ComplaintStatus.OPEN, ComplaintStatus.ANSWERED}, ComplaintStatus.ANSWERED, _OFFICE),
        # The citizen is content, or gives up; an office can't close what it has not answered.
        "close": move({ComplaintStatus.OPEN, ComplaintStatus.ANSWERED}, ComplaintStatus.CLOSED, {Role.CITIZEN}),
        "settle": move({ComplaintStatus.ANSWERED}, ComplaintStatus.CLOSED, _OFFICE),
    },
)
