"""People who sign in, and the roles they hold at offices from a day to a day."""

import hashlib
import secrets
from datetime import date
from functools import cached_property
from typing import ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import SCOPES, TOTP_ROLES, Capacity, Role
from core.base import BaseModel
from core.regions.models import Office


def random_username() -> str:
    """A name that says nothing: the username is never a NIK."""
    return f"u-{secrets.token_hex(8)}"


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Everybody for administrators and auditors; oneself and, for staff, today's colleagues otherwise."""
        if user.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        offices = {assignment.office_id for assignment in user.assignments_today}
        if not offices:
            return self.filter(pk=user.pk)
        colleagues = Assignment.objects.valid_on(timezone.localdate()).filter(office__in=offices)
        return self.filter(Q(pk=user.pk) | Q(pk__in=colleagues.values("user")))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, *, name: str, password: str | None = None, **fields: object) -> "User":
        """A new account; without `password` nobody can sign in with one until it is set."""
        user: User = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(BaseModel, AbstractBaseUser):
    """Somebody who signs in: a citizen, or staff (who have a NIP)."""

    username = models.CharField(max_length=32, unique=True, default=random_username, editable=False)
    name = models.CharField(_("nama"), max_length=120)
    nip = models.CharField("NIP", max_length=18, unique=True, null=True, blank=True)
    email = models.EmailField(_("surel"), null=True, blank=True)
    # Anybody may write any number down, so it is a contact until somebody made sure whose it is (docs/adr/0011).
    phone = models.CharField(_("nomor telepon"), max_length=16, null=True, blank=True)
    phone_verified = models.BooleanField(
        _("telepon sudah dipastikan"),
        default=False,
        help_text=_("Sesudah Anda menelepon nomor ini dan pemiliknya menjawab. Lalu nomor ini bisa dipakai masuk."),
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    is_demo = models.BooleanField(_("contoh"), default=False, help_text=_("Orang contoh, bukan orang sungguhan."))
    date_joined = models.DateTimeField(_("terdaftar sejak"), default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name, verbose_name_plural = _("orang"), _("orang")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(
                "phone",
                name="user_verified_phone_unique",
                condition=Q(phone_verified=True),
                violation_error_message=_("Nomor telepon ini sudah dipastikan milik orang lain."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Empty fields are null (uniqueness ignores them) and an e-mail address is kept in small letters."""
        super().clean()
        self.email = (self.email or "").strip().lower() or None
        self.nip = self.nip or None
        self.phone = self.phone or None
        self.phone_verified = self.phone_verified and self.phone is not None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """How Django's admin greets; without it by the username, which says nothing."""
        return self.name

    @cached_property
    def assignments_today(self) -> list["Assignment"]:
        """Assignments valid today; read once per request, since each request loads its own user."""
        return list(self.assignments.valid_on(timezone.localdate()).select_related("office"))

    @property
    def roles_today(self) -> frozenset[str]:
        """Every role held today at some office; everybody active is a citizen besides."""
        own = {Role.CITIZEN.value} if self.is_active else set()
        return frozenset(own.union(a.role for a in self.assignments_today))

    def offices_with(self, *roles: Role) -> set[UUID]:
        """Primary keys of the offices where this person holds one of `roles` today."""
        return {a.office_id for a in self.assignments_today if a.role in roles}

    def has_role(self, *roles: Role, office_id: UUID | None = None) -> bool:
        """Whether one of `roles` is held today, at `office_id` if given. Everybody active is a citizen."""
        if office_id is None and Role.CITIZEN in roles and self.is_active:
            return True
        return any(a.role in roles and office_id in (None, a.office_id) for a in self.assignments_today)

    @property
    def needs_totp(self) -> bool:
        return any(a.role in TOTP_ROLES for a in self.assignments_today)

    # What Django's admin asks; only administrators come in (core/accounts/admin.py).
    @property
    def is_staff(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def visible_to(self, user: User) -> Self:
        """All for administrators and auditors; otherwise one's own and those at one's offices."""
        if user.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        offices = {assignment.office_id for assignment in user.assignments_today}
        return self.filter(Q(user=user) | Q(office__in=offices))


class Assignment(BaseModel):
    """A role at an office from a day to a day (both included)."""

    user = models.ForeignKey(User, verbose_name=_("orang"), on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    office = models.ForeignKey(
        Office, verbose_name=_("perangkat daerah"), on_delete=models.PROTECT, related_name="assignments"
    )
    capacity = models.CharField(_("selaku"), max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIVE)
    # The title that stands in a signature block, such as "Lurah Fatubesi".
    title = models.CharField(_("jabatan"), max_length=120, blank=True)
    starts_on = models.DateField(_("mulai"), default=timezone.localdate)
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("penugasan"), _("penugasan")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="assignment_ends_after_start"
            ),
        )
        indexes = (models.Index(fields=["office", "role"], name="assignment_office_role"),)

    def __str__(self) -> str:
        return f"{self.user} - {self.get_role_display()} - {self.office}"


def new_secret() -> str:
    """256 random bits behind a mark that secret scanners can find."""
    return f"kpg_{secrets.token_urlsafe(32)}"


def token_hash(secret: str) -> str:
    """What is stored of a token. A plain hash is enough: the secret is random, not chosen."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> Self:
        """One's own; an administrator sees all."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(owner=user)

    def usable_on(self, day: date) -> Self:
        return self.filter(revoked_at=None, expires_on__gte=day, owner__is_active=True)


class ApiToken(BaseModel):
    """A key with which a program of `owner` calls the API within `scopes`. Only its hash is kept."""

    owner = models.ForeignKey(User, verbose_name=_("pemilik"), on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("nama"), max_length=80)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    # The first characters of the secret, so that its owner can tell two tokens apart.
    hint = models.CharField(max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("lingkup"))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("berlaku sampai"))
    last_used_on = models.DateField(_("terakhir dipakai"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("dicabut"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("token aplikasi"), _("token aplikasi")
        ordering = ["-id"]
        constraints = (models.CheckConstraint(condition=~Q(scopes=[]), name="token_has_a_scope"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()

    @property
    def described_scopes(self) -> list[tuple[str, str]]:
        """Each scope in words, with its code."""
        return [(str(SCOPES.get(scope, scope)), scope) for scope in self.scopes]


class Bucket(models.Model):
    """How often something was tried within a window (core/accounts/limiter.py, its only writer)."""

    id = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["ends_at"], name="bucket_ends_at"),)

    def __str__(self) -> str:
        return self.id
