"""Questions to an office: is this so? The answer of its contact stands among the sources of the claim."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.regions.models import Office
from kabashoax.models.claims import DESK_ROLES, Claim, Source
from kabashoax.workflow import ConfirmationStatus


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: User) -> Self:
        """Contacts see what their office is asked; fact-checkers and editors what theirs has asked."""
        return self.filter(
            Q(office_id__in=user.offices_with(Role.OFFICE_CONTACT))
            | Q(claim__office_id__in=user.offices_with(*DESK_ROLES))
        )


class Confirmation(BaseModel):
    """One question to one office. `status` is written by workflow.CONFIRMATION alone."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="confirmations")
    # Whom it asks; the claim's office is who asks.
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="confirmations"
    )
    status = models.CharField(max_length=10, choices=ConfirmationStatus.choices, default=ConfirmationStatus.ASKED)
    question = models.TextField(_("pertanyaan"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    source = models.OneToOneField(Source, on_delete=models.SET_NULL, null=True, related_name="confirmation")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["office", "status", "id"], name="confirmation_desk"),)
        constraints = (
            models.UniqueConstraint(
                fields=["claim", "office"], condition=Q(status="waiting"), name="confirmation_asked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.office}: {self.claim}"

    @property
    def owner_id(self) -> None:
        """An office is asked, not a person."""
        return

    @property
    def asking_office_id(self) -> UUID:
        """The office that works on the claim; its fact-checkers may withdraw the question."""
        office_id: UUID = self.claim.office_id
        return office_id
