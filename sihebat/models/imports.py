"""Files of fills."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import BaseModel
from core.files.models import StoredFile
from core.jobs.models import Job
from sihebat.models.scope import ALL_OFFICES


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """All for BKAD's officers and auditors, one's own otherwise."""
        return self if user.has_role(*ALL_OFFICES) else self.filter(created_by=user)


class ImportBatch(BaseModel):
    """One file of fills: how many rows were new, known already, refused; refused rows stand in `errors`.

    A job takes it piece by piece. `lines_done` is the last line of the file that is dealt with for good, so that
    whoever goes on after a worker that died starts behind it.
    """

    provider = models.CharField(_("penyedia"), max_length=30)
    filename = models.CharField(_("nama berkas"), max_length=120)
    sha256 = models.CharField(max_length=64)
    dry_run = models.BooleanField(_("uji coba"), default=False)
    # Only until it is finished.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    lines_done = models.PositiveIntegerField(default=0, db_default=0)
    finished_at = models.DateTimeField(null=True)
    # Why the file, or what was left of it, could not be read; empty when it could.
    problem = models.CharField(max_length=300, blank=True, db_default="")
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # [{"line": 7, "values": {...as in the file...}, "reasons": [...]}], at most MOST_ERRORS of them.
    errors = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename
