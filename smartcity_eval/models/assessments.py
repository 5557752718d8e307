"""Assessments by year and stage, and the level of each of their indicators."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import Role
from core.base import BaseModel
from core.regions.models import Office
from smartcity_eval.models.instruments import Instrument
from smartcity_eval.models.scope import Person, offices
from smartcity_eval.rules.instrument import Indicator
from smartcity_eval.workflow import AssessmentStatus


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def worked_on_by(self, user: Person) -> Self:
        """What the coordinator leads, the assessor's office judges, or the respondent's office answers."""
        answered = IndicatorLevel.objects.filter(office_id__in=offices(user, Role.RESPONDENT))
        return self.filter(
            Q(office_id__in=offices(user, Role.SPBE_COORDINATOR))
            | Q(assessor_office_id__in=offices(user, Role.ASSESSOR))
            | Q(pk__in=answered.values("assessment"))
        )

    def shown_by_evidence(self) -> Self:
        """Those whose levels offices show here; the others copy a result that exists."""
        return self.filter(nature="simulation").exclude(stage="final")

    def published(self) -> Self:
        return self.filter(status=AssessmentStatus.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Everybody sees what is published; whoever works on one sees it before."""
        return self.worked_on_by(user) | self.published()


class Assessment(BaseModel):
    """An instrument applied in a year at a stage. `status` is written by workflow.ASSESSMENT alone."""

    class Stage(models.TextChoices):
        SELF = "self", _("Penilaian mandiri")
        DOCUMENT = "document", _("Penilaian dokumen")
        INTERVIEW = "interview", _("Penilaian interviu")
        VISIT = "visit", _("Penilaian visitasi")
        FINAL = "final", _("Hasil akhir")

    class Nature(models.TextChoices):
        OFFICIAL = "official", _("resmi")
        SIMULATION = "simulation", _("simulasi")

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("tahun"))
    stage = models.CharField(_("tahap"), max_length=9, choices=Stage.choices)
    nature = models.CharField(_("sifat"), max_length=10, choices=Nature.choices)
    # Of an official result: the decree that says it.
    source = models.CharField(_("dasar"), max_length=200, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="led_assessments")
    assessor_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="judged_assessments")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=AssessmentStatus.choices, default=AssessmentStatus.OPEN)
    is_sample = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    # Why it was taken back last; here and not in the trail, which keeps no free text.
    reopened_because = models.CharField(max_length=200, blank=True)
    # What was published: the value of each indicator by number, as text; and the digest of all that was said.
    levels = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-id")
        constraints = (
            models.UniqueConstraint(fields=["instrument", "year", "stage", "nature"], name="assessment_once"),
            models.CheckConstraint(
                condition=Q(nature="simulation") | (Q(nature="official") & ~Q(source="")),
                name="assessment_official_has_source",
            ),
            models.CheckConstraint(
                condition=Q(status="open", published_at=None, sha256="")
                | (Q(status="published", published_at__isnull=False) & ~Q(sha256="")),
                name="assessment_published_is_sealed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.instrument.name} {self.year}, {self.get_stage_display()} ({self.get_nature_display()})"

    @property
    def is_official(self) -> bool:
        return self.nature == self.Nature.OFFICIAL

    @property
    def is_typed(self) -> bool:
        """Whether its values are copied from a result that exists, rather than shown by evidence here."""
        return self.is_official or self.stage == self.Stage.FINAL

    @property
    def is_open(self) -> bool:
        return self.status == AssessmentStatus.OPEN


class IndicatorLevelQuerySet(models.QuerySet["IndicatorLevel"]):
    def visible_to(self, user: Person) -> Self:
        """The coordinator's and the assessors' whole assessments; a respondent's own office's indicators."""
        return self.filter(
            Q(assessment__office_id__in=offices(user, Role.SPBE_COORDINATOR))
            | Q(assessment__assessor_office_id__in=offices(user, Role.ASSESSOR))
            | Q(office_id__in=offices(user, Role.RESPONDENT))
        )


class IndicatorLevel(BaseModel):
    """One indicator of an assessment: which office answers, what it claims, and which level counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="indicator_levels")
    number = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="indicator_levels")
    claimed = models.PositiveSmallIntegerField(_("tingkat yang dicapai"), null=True)
    explanation = models.TextField(_("penjelasan"), blank=True)
    # What the coordinator aims at this year; counts for nothing.
    target = models.PositiveSmallIntegerField(_("target"), null=True)
    # The value of another body's index, or of the decree; may be fractional. None: evidence decides.
    given = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    given_source = models.CharField(max_length=200, blank=True)
    # What goes into the index; written by services alone.
    counted = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(1))

    objects = IndicatorLevelQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["assessment", "number"], name="indicator_level_once"),
            models.CheckConstraint(condition=Q(counted__gte=1, counted__lte=5), name="indicator_level_range"),
            models.CheckConstraint(
                condition=Q(given=None) | Q(given=F("counted")), name="indicator_level_given_is_counted"
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=1, target__lte=5), name="indicator_level_target_range"
            ),
            models.CheckConstraint(
                condition=Q(claimed=None) | Q(claimed__gte=1, claimed__lte=5), name="indicator_level_claim_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def indicator(self) -> Indicator:
        return self.assessment.instrument.spec.by_number[self.number]
