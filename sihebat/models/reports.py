"""Efficiency reports: asked for, computed by a job, frozen."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import BaseModel
from core.files.models import StoredFile
from core.jobs.models import Job
from core.regions.models import Office
from sihebat.models.scope import ALL_OFFICES, OWN_OFFICE
from sihebat.rules.efficiency import Basis


class EfficiencyReportQuerySet(models.QuerySet["EfficiencyReport"]):
    def visible_to(self, user: User) -> Self:
        """All for BKAD's officers and auditors; an office sees those about itself alone."""
        if user.has_role(*ALL_OFFICES):
            return self
        offices = user.offices_with(*OWN_OFFICE)
        return self.filter(office_id__in=offices) if offices else self.none()


class EfficiencyReport(BaseModel):
    """One report with its number. Once `digest` is set, the database refuses every change.

    `figures` is what was computed, as JSON; `digest` is the SHA-256 of its canonical form. Screen, PDF and XLSX
    are made from it and from nothing else.
    """

    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    starts_on = models.DateField(_("dari tanggal"))
    ends_on = models.DateField(_("sampai tanggal"))
    basis = models.CharField(_("dasar hitung"), max_length=10, choices=Basis.choices)
    # Null: the whole city.
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    # Jobs are forgotten after some months, reports are not.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    figures = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EfficiencyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = (
            models.UniqueConstraint(fields=["year", "sequence"], name="report_number_unique"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_start"),
            models.CheckConstraint(
                condition=Q(digest="", figures=None) | (~Q(digest="") & Q(figures__isnull=False)),
                name="report_frozen_whole",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands on the report: 0007/LE-BBM/2026."""
        return f"{self.sequence:04d}/LE-BBM/{self.year}"

    @property
    def is_frozen(self) -> bool:
        return bool(self.digest)
