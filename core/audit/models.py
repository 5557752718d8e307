"""The trail: who did what to which record. Append-only and chained by the database (migrations)."""

from django.conf import settings
from django.db import models

from core.base import BaseModel


class Entry(BaseModel):
    """One thing that somebody (or the portal, when `actor` is empty) did to one record."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    office = models.ForeignKey("regions.Office", on_delete=models.PROTECT, null=True, related_name="+")
    # Never holds personal data: it could not be erased without breaking the chain.
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = (models.Index(fields=["subject_type", "subject_id", "id"], name="entry_subject"),)

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type}"
