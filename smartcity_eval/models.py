"""Instruments, assessments by year and stage, levels with their evidence, and Smart Governance programmes."""

from decimal import Decimal
from functools import cached_property
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.files.models import StoredFile
from core.regions.models import Office
from smartcity_eval.rules.instrument import Indicator, InstrumentSpec, instrument_from
from smartcity_eval.workflow import AssessmentStatus, EvidenceStatus

Person = User | AnonymousUser
STAFF = (Role.SPBE_COORDINATOR, Role.RESPONDENT, Role.ASSESSOR)


def offices(user: Person, role: Role) -> set[UUID]:
    """The offices where `user` holds `role` today; a visitor holds none."""
    return user.offices_with(role) if isinstance(user, User) else set()


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: Person) -> Self:
        """Everybody: an instrument is a public rule."""
        return self


class Instrument(BaseModel):
    """One version of an instrument (data/*.json, `manage.py load_instruments`); never changed."""

    code = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ("-code", "-version")
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="instrument_one_current"),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def spec(self) -> InstrumentSpec:
        """The typed form of `data`."""
        return instrument_from(self.data, f"{self.code} v{self.version}")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def worked_on_by(self, user: Person) -> Self:
        """What the coordinator leads, the assessor's office judges, or the respondent's office answers."""
        answered = IndicatorLevel.objects.filter(office_id__in=offices(user, Role.RESPONDENT))
        return self.filter(
            Q(office_id__in=offices(user, Role.SPBE_COORDINATOR))
            | Q(assessor_office_id__in=offices(user, Role.ASSESSOR))
            | Q(pk__in=answered.values("assessment"))
        )

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
                condition=Q(claimed=None) | Q(claimed__gte=1, claimed__lte=5), name="indicator_level_claim_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def indicator(self) -> Indicator:
        return self.assessment.instrument.spec.by_number[self.number]


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


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Person) -> Self:
        """Everybody: what the city runs is public."""
        return self


class Programme(BaseModel):
    """A programme of Smart Governance, by its element and whether it runs."""

    class Element(models.TextChoices):
        PUBLIC_SERVICE = "public_service", _("pelayanan publik")
        BUREAUCRACY = "bureaucracy", _("birokrasi")
        POLICY = "policy", _("kebijakan")

    class State(models.TextChoices):
        PLANNED = "planned", _("direncanakan")
        RUNNING = "running", _("berjalan")
        STOPPED = "stopped", _("berhenti")

    name = models.CharField(_("nama program"), max_length=120)
    element = models.CharField(_("unsur"), max_length=14, choices=Element.choices)
    state = models.CharField(_("keadaan"), max_length=7, choices=State.choices, default=State.PLANNED)
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="programmes"
    )
    note = models.CharField(_("keterangan"), max_length=200, blank=True)
    is_sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("element", "name")
        constraints = (models.UniqueConstraint(fields=["name"], name="programme_name"),)

    def __str__(self) -> str:
        return self.name
