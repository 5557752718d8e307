"""The trail: who did what to which record. Append-only and chained by the database (migrations)."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from core.base import BaseModel

# core.accounts.rules.Role.AUDITOR; accounts stands above this room and can't be imported.
AUDITOR = "auditor"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """The whole trail for the auditor, nothing for anybody else."""
        return self if user.has_role(AUDITOR) else self.none()


class Entry(BaseModel):
    """One thing that somebody (or the portal, when `actor` is empty) did to one record."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The citizen at the counter for whom an operator acts, or the officer in whose name somebody signs.
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    office = models.ForeignKey("regions.Office", on_delete=models.PROTECT, null=True, related_name="+")
    # Never holds personal data: it could not be erased without breaking the chain.
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["actor", "id"], name="entry_actor"),
            models.Index(fields=["action", "id"], name="entry_action"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type}"


class Link(models.Model):
    """An entry's place in the chain; written by the database as the last thing before commit, by nobody else.

    `hash` is SHA-256 over the previous hash, the place and the entry (rules.link_hash), in hexadecimal.
    """

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
