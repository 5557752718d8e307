"""Reports: what residents send in, with or without an account."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import BaseModel
from core.files.models import StoredFile
from core.population.fields import EncryptedCharField
from core.regions.models import Office, Region
from kabashoax.models.claims import DESK_ROLES, Claim
from kabashoax.workflow import ReportStatus


class Scope(models.TextChoices):
    """What the city checks (FAQ of Kabas Hoax, kabashoax.kupangkota.go.id/faq)."""

    SERVICE = "service", _("Tentang layanan atau pejabat Kota Kupang")
    UNREST = "unrest", _("Kabar yang meresahkan warga di Kota Kupang")
    PEOPLE = "people", _("Pelaku atau korbannya ada di Kota Kupang")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """Fact-checkers and editors of the office see its reports; who reported uses ticket and PIN."""
        return self.filter(office_id__in=user.offices_with(*DESK_ROLES))


class Report(BaseModel):
    """One report of a rumour. `status` is written by workflow.REPORT alone."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="rumour_reports")
    status = models.CharField(max_length=10, choices=ReportStatus.choices, default=ReportStatus.SUBMITTED)
    ticket = models.CharField(max_length=16, unique=True)
    text = models.TextField(_("isi kabar"), max_length=4000)
    scope = models.CharField(_("cakupan"), max_length=8, choices=Scope.choices)
    channel = models.CharField(_("beredar di"), max_length=80, blank=True)
    link = models.URLField(_("tautan"), max_length=500, blank=True)
    video_link = models.URLField(_("tautan video"), max_length=500, blank=True)
    kelurahan = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # An e-mail address, given by who wants to be told; forgotten 90 days after the end.
    contact = EncryptedCharField(max_length=254, default="")
    has_contact = models.BooleanField(default=False)
    # One filled-in form is one report, however often it is sent.
    token = models.UUIDField(unique=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="reports")
    note = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["office", "status", "id"], name="report_desk"),
            models.Index(fields=["received_at"], name="report_received"),
        )

    def __str__(self) -> str:
        return self.ticket

    @property
    def owner_id(self) -> None:
        """A report has no owner: whoever holds ticket and PIN may follow it."""
        return


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> Self:
        """Pictures of the reports that `user` may see."""
        return self.filter(report__in=Report.objects.visible_to(user))


class Evidence(BaseModel):
    """A picture that came with a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pictures")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="hoax_evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.file)
