"""A citizen's complaint about a request, and what office and citizen write to each other."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import BaseModel
from core.population.fields import EncryptedTextField
from core.regions.models import Office
from sodamolek.letters.models.requests import OFFICE_ROLES, LetterRequest
from sodamolek.letters.workflow import ComplaintStatus


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """The citizen's own, and for who works on letters at the office those about its requests. Nobody else."""
        return self.filter(Q(owner_id=user.pk) | Q(office_id__in=user.offices_with(*OFFICE_ROLES)))


class Complaint(BaseModel):
    """One thread on one request. `status` is written by workflow.COMPLAINT alone."""

    request = models.OneToOneField(LetterRequest, on_delete=models.CASCADE, related_name="complaint")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=ComplaintStatus.choices, default=ComplaintStatus.OPEN)
    # Of the last message of the citizen: since then the office owes an answer.
    waiting_since = models.DateTimeField()

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ("waiting_since", "id")
        indexes = (models.Index(fields=["office", "status", "waiting_since", "id"], name="letter_complaint_desk"),)

    def __str__(self) -> str:
        return str(self.request_id)


class ComplaintMessage(BaseModel):
    """What one side wrote; never changed. The text is encrypted: people write of themselves."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_office = models.BooleanField(_("dari kantor"))
    text = EncryptedTextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d}"
