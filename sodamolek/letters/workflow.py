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
    SIGNED = "signed", gettext_lazy("Selesai, surat siap diunduh")
    COLLECTED = "collected", gettext_lazy("Surat sudah diambil")
    REJECTED = "rejected", gettext_lazy("Ditolak")
    CANCELLED = "cancelled", gettext_lazy("Dibatalkan pemohon")
    EXPIRED = "expired", gettext_lazy("Kedaluwarsa")
    REVOKED = "revoked", gettext_lazy("Surat dicabut")
    REPLACED = "replaced", gettext_lazy("Surat diganti")


def _has_document(row: Any) -> None:
    """A letter can be handed out, revoked or replaced only if there is one."""
    if row.document_id is None:
        raise ValidationError(_("Surat ini belum terbit. Tunggu sampai ditandatangani."))


LETTER = Workflow(
    "letter",
    {
        "submit": move({Status.DRAFT}, Status.SUBMITTED, {Role.CITIZEN}),
        "resubmit": move({Status.RETURNED}, Status.SUBMITTED, {Role.CITIZEN}),
        "cancel": move({Status.DRAFT, Status.SUBMITTED, Status.RETURNED}, Status.CANCELLED, {Role.CITIZEN}),
        "accept": move({Status.SUBMITTED}, Status.ACCEPTED, {Role.OPERATOR}),
        "return": move({Status.SUBMITTED}, Status.RETURNED, {Role.OPERATOR}),
        "reject": move({Status.SUBMITTED}, Status.REJECTED, {Role.OPERATOR}),
        # Whoever reads before the signature and finds a fault hands it back to the desk.
        "reopen": move({Status.ACCEPTED}, Status.SUBMITTED, {Role.OPERATOR, Role.LURAH}),
        "sign": move({Status.ACCEPTED}, Status.SIGNED, {Role.LURAH}),
        "collect": move({Status.SIGNED}, Status.COLLECTED, {Role.OPERATOR}, _has_document),
        "revoke": move({Status.SIGNED, Status.COLLECTED}, Status.REVOKED, {Role.LURAH}, _has_document),
        "replace": move({Status.SIGNED, Status.COLLECTED}, Status.REPLACED, {Role.LURAH}, _has_document),
        # By the portal itself: nobody answered (services/upkeep.py).
        "expire": move({Status.DRAFT, Status.RETURNED}, Status.EXPIRED),
    },
)

# Moves by which an office decides on a request; nobody makes them on a request of their own.
DECISIONS = frozenset({"accept", "return", "reject", "reopen", "sign", "collect", "revoke", "replace"})
# While the applicant may change answers and documents.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
# Waiting for somebody at the office.
AT_DESK = (Status.SUBMITTED, Status.ACCEPTED)
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
