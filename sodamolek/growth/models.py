"""Posyandu, children, weighing days and measurements. A child's health is specific data (UU 27/2022 art. 4(2)).

Whatever names a child or a parent is encrypted; what is left in clear is what counting needs.
"""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.population.fields import EncryptedCharField
from core.population.models import Resident
from core.population.rules import mask_nik
from core.regions.models import Office, Region
from sodamolek.growth.rules.gain import Gain
from sodamolek.growth.rules.zscores import Scores
from sodamolek.growth.workflow import Status

STAFF = (Role.POSYANDU_WORKER, Role.PUSKESMAS, Role.DINKES)


class PuskesmasQuerySet(models.QuerySet["Puskesmas"]):
    def visible_to(self, user: User) -> Self:
        """One's own; the health office sees all."""
        if user.has_role(Role.DINKES):
            return self
        return self.filter(staff=user, office__in=user.offices_with(Role.PUSKESMAS))


class Puskesmas(BaseModel):
    """A health centre. `office` is where its staff hold their role; `staff` says which centre is theirs."""

    name = models.CharField(_("nama"), max_length=80, unique=True)
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="health_centres"
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("petugas"), related_name="health_centres", blank=True
    )
    is_sample = models.BooleanField(default=False)

    objects = PuskesmasQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("puskesmas"), _("puskesmas")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PosyanduQuerySet(models.QuerySet["Posyandu"]):
    def visible_to(self, user: User) -> Self:
        """A kader's own, a puskesmas's in its kelurahan, all for the health office."""
        if user.has_role(Role.DINKES):
            return self
        mine = Q(pk__in=[])
        if user.has_role(Role.POSYANDU_WORKER):
            mine |= Q(pk__in=self.model.objects.filter(workers=user).values("pk"))
        if user.has_role(Role.PUSKESMAS):
            mine |= Q(puskesmas__in=Puskesmas.objects.visible_to(user).values("pk"))
        return self.filter(mine)


class Posyandu(BaseModel):
    name = models.CharField(_("nama"), max_length=80)
    kelurahan = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="posyandu")
    puskesmas = models.ForeignKey(Puskesmas, on_delete=models.PROTECT, related_name="posyandu")
    workers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("kader"), related_name="posyandu", blank=True
    )
    is_sample = models.BooleanField(default=False)

    objects = PosyanduQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("posyandu"), _("posyandu")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["kelurahan", "name"], name="posyandu_name"),)

    def __str__(self) -> str:
        return self.name


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, user: User) -> Self:
        """Children of the posyandu that `user` works for or oversees, and those of one's own family card."""
        rows = Q(posyandu__in=Posyandu.objects.visible_to(user).values("pk"))
        return self.filter(rows | Q(pk__in=self.model.objects.of_family(user).values("pk")))

    def of_family(self, user: User) -> Self:
        """Children on the family card of a citizen whom the register or the counter has proved."""
        proven = Resident.objects.filter(user=user, match_state__in=Resident.PROVEN).exclude(kk_index="")
        return self.filter(kk_index__in=proven.values("kk_index")).exclude(kk_index="")


class Child(BaseModel):
    class Sex(models.TextChoices):
        MALE = "M", _("laki-laki")
        FEMALE = "F", _("perempuan")

    posyandu = models.ForeignKey(Posyandu, on_delete=models.PROTECT, related_name="children")
    name = EncryptedCharField(_("nama anak"), max_length=120)
    nik = EncryptedCharField("NIK", max_length=16, blank=True)
    nik_index = models.CharField(max_length=64, null=True, unique=True)
    kk_index = models.CharField(max_length=64, blank=True)
    parent_name = EncryptedCharField(_("nama ibu atau pengasuh"), max_length=120, blank=True)
    birth_date = models.DateField(_("tanggal lahir"))
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices)
    has_card = models.BooleanField(_("punya Buku KIA atau KMS"), default=True)
    joined_on = models.DateField(_("terdaftar sejak"))
    left_on = models.DateField(_("pindah atau berhenti"), null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = ChildQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sex__in=["M", "F"]), name="child_sex_known"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")), name="child_left_after_joining"
            ),
        )
        indexes = (
            models.Index(fields=["posyandu", "birth_date"], name="child_posyandu_birth"),
            models.Index(fields=["kk_index"], name="child_kk_index"),
        )

    def __str__(self) -> str:
        return f"anak {self.pk}"  # ends up in logs: no name

    @property
    def masked_nik(self) -> str:
        return mask_nik(self.nik) if self.nik else ""


class SessionQuerySet(models.QuerySet["WeighingSession"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(posyandu__in=Posyandu.objects.visible_to(user).values("pk"))


class WeighingSession(BaseModel):
    """A posyandu's weighing day (hari buka posyandu)."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField(_("tanggal"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=["posyandu", "day"], name="session_posyandu_day"),)

    def __str__(self) -> str:
        return f"{self.posyandu}, {self.day}"


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(child__in=Child.objects.visible_to(user).values("pk"))


class Measurement(BaseModel):
    """One child on one day: by the posyandu (with a session) or again by the puskesmas (without).

    Scores are written by services/measurements.py with the version of the rules that gave them.
    """

    class Way(models.TextChoices):
        LYING = "l", _("berbaring")
        STANDING = "h", _("berdiri")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="measurements")
    session = models.ForeignKey(WeighingSession, on_delete=models.PROTECT, null=True, related_name="measurements")
    day = models.DateField(_("tanggal"))
    age_days = models.PositiveSmallIntegerField()
    weight = models.DecimalField(
        _("berat (kg)"), max_digits=5, decimal_places=2, null=True,
    )  # fmt: skip
    lenhei = models.DecimalField(
        _("panjang atau tinggi (cm)"), max_digits=4, decimal_places=1, null=True,
    )  # fmt: skip
    way = models.CharField(_("cara mengukur"), max_length=1, choices=Way.choices, blank=True)
    oedema = models.BooleanField(_("bengkak di kedua kaki"), default=False)
    z_lhfa = models.FloatField(null=True)
    z_wfa = models.FloatField(null=True)
    z_wflh = models.FloatField(null=True)
    z_bmi = models.FloatField(null=True)
    rules_version = models.CharField(max_length=20)
    # The mark of the growth card; "" when nobody was weighed or for the puskesmas's own.
    gain = models.CharField(max_length=1, choices=Gain.choices, blank=True)
    measured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(fields=["child", "session"], name="measurement_once_a_session"),
            models.CheckConstraint(
                condition=Q(weight__isnull=False) | Q(lenhei__isnull=False), name="measurement_of_something"
            ),
        )
        indexes = (
            models.Index(fields=["child", "-day"], name="measurement_child_day"),
            models.Index(fields=["day"], name="measurement_day"),
        )

    def __str__(self) -> str:
        return f"pengukuran {self.pk}"

    @property
    def scores(self) -> Scores:
        return Scores(self.z_lhfa, self.z_wfa, self.z_wflh, self.z_bmi)


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(child__posyandu__in=Posyandu.objects.visible_to(user).values("pk"))


class Check(BaseModel):
    """A child whom a posyandu found short, to be measured again by the puskesmas."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="checks")
    found = models.OneToOneField(Measurement, on_delete=models.PROTECT, related_name="check_asked")
    again = models.OneToOneField(Measurement, on_delete=models.PROTECT, null=True, related_name="check_answered")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    asked_on = models.DateField()
    decided_at = models.DateTimeField(null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("asked_on", "id")
        constraints = (
            models.UniqueConstraint(fields=["child"], condition=Q(status="waiting"), name="check_one_waiting"),
        )
        indexes = (models.Index(fields=["status", "asked_on"], name="check_status_asked"),)

    def __str__(self) -> str:
        return f"ukur ulang {self.pk}"

    @property
    def owner_id(self) -> UUID | None:
        return None


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees what is published."""
        return self


class Publication(BaseModel):
    """The stunting figure of a month, frozen: small cells were taken out before it was written."""

    month = models.DateField(unique=True)
    stunted = models.PositiveIntegerField()
    measured = models.PositiveIntegerField()
    # {code of kelurahan: [stunted, measured] or null where hidden}
    cells = models.JSONField()
    source = models.CharField(max_length=200)
    counted_on = models.DateField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_sample = models.BooleanField(default=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def percent(self) -> float:
        return self.stunted * 100 / self.measured if self.measured else 0.0
