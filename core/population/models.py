"""Residents who use the portal (never a copy of the national register), and the count of questions put to a register.

A city whose Dukcapil office hands over a register of its own keeps it in RegisterEntry, apart from the residents.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.population.fields import EncryptedCharField, EncryptedJSONField
from core.population.rules import mask_nik
from core.regions.models import Office, Region


class ResidentQuerySet(models.QuerySet["Resident"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """One's own row; an operator also sees whoever lives in the operator's kelurahan. Nobody else.

        A lurah, kasi or camat meets a resident through a letter or another task, never by looking around.
        """
        if not isinstance(user, User):
            return self.none()
        # Keys and not a join: "mine or my kelurahan's" then reads two indexes instead of the whole table.
        regions = [a.office.region_id for a in user.assignments_today if a.role == Role.OPERATOR]
        return self.filter(Q(user_id=user.pk) | Q(domicile_id__in=regions))


class Resident(BaseModel):
    """A person of the city who uses the portal, or for whom an operator wrote a request at the counter."""

    class MatchState(models.TextChoices):
        MATCHED = "matched", _("sudah dipadankan")
        UNMATCHED = "unmatched", _("belum dipadankan")
        MISMATCH = "mismatch", _("tidak sesuai")
        CONFIRMED = "confirmed", _("dipastikan di loket")

    class Sex(models.TextChoices):
        MALE = "L", _("Laki-laki")
        FEMALE = "P", _("Perempuan")

    # States in which somebody has proved to be this person.
    PROVEN: ClassVar[frozenset[str]] = frozenset({MatchState.MATCHED, MatchState.CONFIRMED})

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="resident")
    nik = EncryptedCharField("NIK", max_length=16)
    nik_index = models.CharField(max_length=64)
    kk = EncryptedCharField(_("nomor KK"), max_length=16, blank=True)
    kk_index = models.CharField(max_length=64, blank=True)
    name = models.CharField(_("nama lengkap"), max_length=120)
    birth_place = models.CharField(_("tempat lahir"), max_length=80, blank=True)
    birth_date = models.DateField(_("tanggal lahir"))
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices)
    # As the register writes them: its lists change, and a letter quotes them literally.
    religion = models.CharField(_("agama"), max_length=60, blank=True)
    marital_status = models.CharField(_("status perkawinan"), max_length=60, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=80, blank=True)
    nationality = models.CharField(_("kewarganegaraan"), max_length=40, default="WNI")
    # Where the person lives. Where the register has them can be another city (students, workers).
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    domicile = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="residents")
    registered_address = models.CharField(_("alamat menurut KTP-el"), max_length=300, blank=True)
    match_state = models.CharField(max_length=9, choices=MatchState.choices, default=MatchState.UNMATCHED)
    matched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("nik_index", name="resident_nik_index_unique"),
            models.CheckConstraint(condition=Q(sex__in=["L", "P"]), name="resident_sex_known"),
            models.CheckConstraint(
                condition=Q(match_state__in=["matched", "unmatched", "mismatch", "confirmed"]),
                name="resident_match_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(match_state__in=["matched", "confirmed"]) | Q(matched_at__isnull=False),
                name="resident_proven_has_its_time",
            ),
        )
        indexes = (
            models.Index(fields=["kk_index"], name="resident_kk_index"),
            models.Index(fields=["domicile", "id"], name="resident_domicile"),
            models.Index(fields=["id"], condition=Q(match_state="unmatched"), name="resident_unmatched"),
        )

    def __str__(self) -> str:
        # Ends up in logs, admin pages and tracebacks: no name, no number.
        return f"warga {self.pk}"

    @property
    def masked_nik(self) -> str:
        return mask_nik(self.nik)

    @property
    def is_proven(self) -> bool:
        """Whether the register or an operator at the counter said that this is the person."""
        return self.match_state in self.PROVEN


class UsageRecord(BaseModel):
    """One question put to a register; the agreement asks for a usage report each half-year."""

    class Kind(models.TextChoices):
        VERIFY = "verify", _("pemadanan")
        FETCH = "fetch", _("pengambilan elemen")

    class Source(models.TextChoices):
        NATIONAL = "national", _("register nasional")
        CITY = "city", _("register kota")

    day = models.DateField(default=timezone.localdate)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    source = models.CharField(max_length=8, choices=Source.choices, db_default=Source.NATIONAL)
    purpose = models.CharField(max_length=20)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    elements = models.PositiveSmallIntegerField()
    # Names of the elements that were asked (verify) or received (fetch), never their values; empty in rows that
    # are older than this column.
    names = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    # Those of `names` that the register called different.
    differing = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    outcome = models.CharField(max_length=12)

    class Meta:
        indexes = (models.Index(fields=["day"], name="usage_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.purpose}"


class RegisterEntry(BaseModel):
    """A person in the register that the city itself runs: one ciphertext, found by the NIK's blind index alone."""

    nik_index = models.CharField(max_length=64)
    # Of the row as it was imported: an unchanged row is not written again.
    fingerprint = models.CharField(max_length=64)
    # Elements by name (rules/columns.py), the NIK among them.
    record = EncryptedJSONField()

    class Meta:
        constraints = (models.UniqueConstraint("nik_index", name="register_entry_nik_index_unique"),)

    def __str__(self) -> str:
        return f"isi register {self.pk}"


class RegisterImport(BaseModel):
    """One import of the city's register: when, and how many rows became what."""

    at = models.DateTimeField(auto_now_add=True)
    inserted = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"impor register {self.at:%Y-%m-%d}"
