"""What an office writes about a request for itself."""

from typing import Self

from django.conf import settings
from django.db import models

from core.accounts.models import User
from core.base import BaseModel
from core.population.fields import EncryptedTextField
from sodamolek.letters.models.requests import OFFICE_ROLES, LetterRequest


class RequestNoteQuerySet(models.QuerySet["RequestNote"]):
    def visible_to(self, user: User) -> Self:
        """Notes at the offices of `user`; the applicant never sees one, also not an officer on the own request."""
        mine = self.filter(request__office_id__in=user.offices_with(*OFFICE_ROLES))
        return mine.exclude(request__owner_id=user.pk).exclude(request__resident__user_id=user.pk)


class RequestNote(BaseModel):
    """A note from colleague to colleague; never changed and never shown to the applicant."""

    request = models.ForeignKey(LetterRequest, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RequestNoteQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"catatan {self.pk}"
