"""What shows that a level is reached: files, links, and frozen figures of other apps."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base import BaseModel
from core.files.models import StoredFile
from core.regions.models import Office
from smartcity_eval.models.assessments import IndicatorLevel
from smartcity_eval.models.scope import Person
from smartcity_eval.workflow import EvidenceStatus


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Person) -> Self:
        """Evidence of the indicators that `user` may see; the public sees none."""
        return self.filter(indicator_level__in=IndicatorLevel.objects.visible_to(user))


class Evidence(BaseModel):
    """One thing that shows one level of an indicator. `status` is written by workflow.EVIDENCE alone."""

    class Kind(models.TextChoices):
        FILE = "file", _("berkas")
        LINK = "link", _("tautan")
        FIGURE = "figure", _("angka dari portal")

    indicator_level = models.ForeignKey(IndicatorLevel, on_delete=models.CASCADE, related_name="evidence")
    level = models.PositiveSmallIntegerField(_("tingkat"))
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField(_("judul"), max_length=160)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    url = models.URLField(_("alamat"), max_length=500, blank=True)
    # A figure of another app as it was when frozen, with its formula, period and time (queries/figures.py).
    figure = models.JSONField(null=True)
    # Of the file's bytes, or of the figure in canonical form; a link's content can't be sealed.
    sha256 = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=9, choices=EvidenceStatus.choices, default=EvidenceStatus.SUBMITTED)
    reason = models.TextField(_("alasan"), blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("level", "id")
        indexes = (models.Index(fields=["office", "status", "id"], name="evidence_queue"),)
        constraints = (
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="evidence_level_range"),
            models.CheckConstraint(
                condition=(Q(kind="file", file__isnull=False, url="", figure__isnull=True) & ~Q(sha256=""))
                | (Q(kind="link", file=None, figure__isnull=True, sha256="") & ~Q(url=""))
                | (Q(kind="figure", file=None, url="", figure__isnull=False) & ~Q(sha256="")),
                name="evidence_is_one_thing",
            ),
            models.CheckConstraint(condition=~Q(status="returned", reason=""), name="evidence_returned_has_reason"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def figure_period(self) -> tuple[date, date] | None:
        """The first and the last day of a frozen figure; None for other evidence."""
        if self.figure is None:
            return None
        return date.fromisoformat(self.figure["start"]), date.fromisoformat(self.figure["end"])

    @property
    def figure_percent(self) -> Decimal | None:
        return None if self.figure is None else Decimal(self.figure["percent"])
