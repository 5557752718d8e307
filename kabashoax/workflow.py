"""States of reports and claims and who may move them: the tables that buttons, services, tests and docs read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.rules import Role
from core.workflow import Workflow, move


class ReportStatus(models.TextChoices):
    SUBMITTED = "submitted", gettext_lazy("Menunggu diperiksa")
    ACCEPTED = "accepted", gettext_lazy("Sedang diperiksa")
    ANSWERED = "done", gettext_lazy("Selesai, hasilnya sudah terbit")
    REJECTED = "rejected", gettext_lazy("Tidak dapat diproses")


class ClaimStatus(models.TextChoices):
    CHECKING = "running", gettext_lazy("Sedang diperiksa")
    PROPOSED = "waiting", gettext_lazy("Menunggu editor")
    PUBLISHED = "published", gettext_lazy("Terbit")
    CORRECTING = "returned", gettext_lazy("Terbit, ralat menunggu editor")


class ConfirmationStatus(models.TextChoices):
    ASKED = "waiting", gettext_lazy("Menunggu jawaban")
    ANSWERED = "done", gettext_lazy("Sudah dijawab")
    WITHDRAWN = "cancelled", gettext_lazy("Ditarik")


def _has_sources(row: Any) -> None:
    """A verdict stands on something that a reader can look up."""
    if not row.sources.exists():
        raise ValidationError(_("Tambahkan paling sedikit satu sumber sebelum mengusulkan hasil pemeriksaan."))


REPORT = Workflow(
    "report",
    {
        "accept": move({ReportStatus.SUBMITTED}, ReportStatus.ACCEPTED, {Role.FACT_CHECKER}),
        "reject": move({ReportStatus.SUBMITTED}, ReportStatus.REJECTED, {Role.FACT_CHECKER}),
        # By the portal itself: the verdict on its claim is public.
        "answer": move({ReportStatus.SUBMITTED, ReportStatus.ACCEPTED}, ReportStatus.ANSWERED),
        # By the portal itself: the reporter said that the automatic answer is about another rumour.
        "reopen": move({ReportStatus.ANSWERED}, ReportStatus.SUBMITTED),
    },
)

# Who proposes and who publishes are never the same person (services/verdicts.py and a constraint of the table).
CLAIM = Workflow(
    "claim",
    {
        "propose": move({ClaimStatus.CHECKING}, ClaimStatus.PROPOSED, {Role.FACT_CHECKER}, _has_sources),
        "hand_back": move({ClaimStatus.PROPOSED}, ClaimStatus.CHECKING, {Role.EDITOR}),
        "publish": move({ClaimStatus.PROPOSED}, ClaimStatus.PUBLISHED, {Role.EDITOR}, _has_sources),
        "propose_correction": move({ClaimStatus.PUBLISHED}, ClaimStatus.CORRECTING, {Role.FACT_CHECKER}, _has_sources),
        "publish_correction": move({ClaimStatus.CORRECTING}, ClaimStatus.PUBLISHED, {Role.EDITOR}),
        "hand_back_correction": move({ClaimStatus.CORRECTING}, ClaimStatus.PUBLISHED, {Role.EDITOR}),
    },
)

# `office` of a question is who is asked; who asked may take it back.
CONFIRMATION = Workflow(
    "confirmation",
    {
        "answer": move({ConfirmationStatus.ASKED}, ConfirmationStatus.ANSWERED, {Role.OFFICE_CONTACT}),
        "withdraw": move(
            {ConfirmationStatus.ASKED}, ConfirmationStatus.WITHDRAWN, {Role.FACT_CHECKER}, at="asking_office_id"
        ),
    },
)

# What readers see: a correction under way leaves the published verdict where it is.
PUBLIC = (ClaimStatus.PUBLISHED, ClaimStatus.CORRECTING)
