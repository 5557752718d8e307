"""Files that people gave and that the portal made. Their bytes lie encrypted under FILES_ROOT."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel


def random_location() -> str:
    """A path under FILES_ROOT that says nothing about what it holds; 256 folders spread the load."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: Any) -> Self:
        """What `user` gave. Whoever else may see a file learns it from the row that it belongs to."""
        return self.filter(created_by_id=user.pk, page_of=None)


class StoredFile(BaseModel):
    """One file, checked and encrypted at rest. It has no address: a feature's view hands it out."""

    class ContentType(models.TextChoices):
        JPEG = "image/jpeg", _("foto")
        PDF = "application/pdf", "PDF"
        # Rows that a job reads and nobody downloads again; an XLSX is a ZIP by its content.
        CSV = "text/csv", "CSV"
        XLSX = "application/zip", "XLSX"

    location = models.CharField(max_length=40, unique=True, default=random_location, editable=False)
    # Of the bytes as `services.read` returns them, in bytes.
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40, choices=ContentType.choices)
    pages = models.PositiveSmallIntegerField(default=1)
    # What it was given for, such as "letters.requirement".
    purpose = models.CharField(max_length=60)
    # The PDF whose page this picture shows; pages are made in order, so their keys are too.
    page_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = (models.Index(fields=["created_by", "created_at"], name="stored_file_quota"),)

    def __str__(self) -> str:
        return f"{self.content_type} {self.id}"
