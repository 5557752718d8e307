"""States of an assessment and of a piece of evidence, and who may move them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.rules import Role
from core.workflow import Workflow, move


class AssessmentStatus(models.TextChoices):
    OPEN = "open", gettext_lazy("Sedang diisi")
    PUBLISHED = "published", gettext_lazy("Terbit")


class EvidenceStatus(models.TextChoices):
    SUBMITTED = "submitted", gettext_lazy("Menunggu asesor")
    ACCEPTED = "accepted", gettext_lazy("Diterima")
    RETURNED = "returned", gettext_lazy("Dikembalikan")
    WITHDRAWN = "withdrawn", gettext_lazy("Ditarik")
    REPLACED = "replaced", gettext_lazy("Diganti")


def _is_open(row: Any) -> None:
    """What is published stands as it was published."""
    if row.indicator_level.assessment.status != AssessmentStatus.OPEN:
        raise ValidationError(_("Penilaian ini sudah terbit. Koordinator dapat membukanya lagi."))


ASSESSMENT = Workflow(
    "assessment",
    {
        "publish": move({AssessmentStatus.OPEN}, AssessmentStatus.PUBLISHED, {Role.SPBE_COORDINATOR}),
        "reopen": move({AssessmentStatus.PUBLISHED}, AssessmentStatus.OPEN, {Role.SPBE_COORDINATOR}),
    },
)

# The row's office is the one whose assessors decide; its owner is the respondent who sent it.
EVIDENCE = Workflow(
    "evidence",
    {
        "accept": move({EvidenceStatus.SUBMITTED}, EvidenceStatus.ACCEPTED, {Role.ASSESSOR}, _is_open),
        "return": move({EvidenceStatus.SUBMITTED}, EvidenceStatus.RETURNED, {Role.ASSESSOR}, _is_open),
        # An assessor who decided wrongly takes it back.
        "reconsider": move(
            {EvidenceStatus.ACCEPTED, EvidenceStatus.RETURNED}, EvidenceStatus.SUBMITTED, {Role.ASSESSOR}, _is_open
        ),
        "withdraw": move(
            {EvidenceStatus.SUBMITTED, EvidenceStatus.RETURNED}, EvidenceStatus.WITHDRAWN, {Role.CITIZEN}, _is_open
        ),
        # By the portal itself, when the office sends a better one in its place.
        "replace": move({EvidenceStatus.RETURNED}, EvidenceStatus.REPLACED, None, _is_open),
    },
)
