"""Claims: what circulates, what it was checked against, and what was found."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.files.models import StoredFile
from core.regions.models import Office, Region
from kabashoax.rules.verdicts import Kind
from kabashoax.workflow import PUBLIC, ClaimStatus

DESK_ROLES = (Role.FACT_CHECKER, Role.EDITOR)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees what is published; fact-checkers and editors also what their office works on."""
        public = Q(status__in=PUBLIC)
        offices = user.offices_with(*DESK_ROLES) if user is not None and user.is_authenticated else []
        return self.filter(public | Q(office_id__in=offices)) if offices else self.filter(public)

    def published(self) -> Self:
        """What readers see, newest verdict first."""
        return self.filter(status__in=PUBLIC).order_by("-published_at", "-id")


class Claim(BaseModel):
    """One rumour, however many people reported it. `status` is written by workflow.CLAIM alone."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="claims")
    status = models.CharField(max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.CHECKING)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("klaim"), max_length=200)
    # As it circulated, the words that people will look for.
    wording = models.TextField(_("bunyi yang beredar"), max_length=4000)
    channel = models.CharField(_("beredar di"), max_length=80, blank=True)
    first_seen_on = models.DateField(_("pertama terlihat"))
    kelurahan = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    # The verdict in force, copied here so that lists need no second query.
    verdict = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    # When readers last saw it change: at its publication or its last correction.
    revised_at = models.DateTimeField(null=True)
    # An editor's remark to the fact-checker when a proposal is handed back.
    note = models.TextField(blank=True)
    echoes = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(
                F("published_at").desc(), F("id").desc(), name="claim_archive", condition=Q(status__in=PUBLIC)
            ),
            models.Index(F("revised_at").desc(), F("id").desc(), name="claim_revised", condition=Q(status__in=PUBLIC)),
            models.Index(fields=["office", "status", "id"], name="claim_desk"),
            models.Index(fields=["opened_at"], name="claim_opened"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=PUBLIC, published_at__isnull=False) & ~Q(verdict="")
                | Q(status__in=[ClaimStatus.CHECKING, ClaimStatus.PROPOSED], published_at__isnull=True, verdict=""),
                name="claim_published_has_verdict",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def owner_id(self) -> None:
        """No resident owns a claim."""
        return

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User | None) -> Self:
        """Sources of the claims that `user` may see."""
        return self.filter(claim__in=Claim.objects.visible_to(user))


class Source(BaseModel):
    """What a claim was checked against, with a copy of what it said on that day."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="sources")
    publisher = models.CharField(_("penerbit"), max_length=120)
    title = models.CharField(_("judul"), max_length=200)
    url = models.URLField(_("tautan"), max_length=500, blank=True)
    published_on = models.DateField(_("tanggal terbit"), null=True, blank=True)
    excerpt = models.TextField(_("kutipan atau keterangan"), max_length=2000)
    copy = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="hoax_source")
    # SHA-256 of the copy, or of the excerpt where there is none.
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class Verdict(BaseModel):
    """One version of what was found: proposed by one person, published by another, and kept for ever."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="verdicts")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(_("hasil pemeriksaan"), max_length=12, choices=Kind.choices)
    summary = models.CharField(_("kesimpulan singkat"), max_length=300)
    explanation = models.TextField(_("penjelasan"), max_length=8000)
    # Why the version before it was corrected; readers see it.
    reason = models.CharField(_("alasan ralat"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    handed_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=["claim", "version"], name="verdict_version"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("proposed_by")), name="verdict_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False, handed_back_at__isnull=True),
                name="verdict_published_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"


class Echo(BaseModel):
    """How many people said on a day that the rumour reached them too."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=["claim", "day"], name="echo_day"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
