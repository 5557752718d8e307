"""People who sign in, and the roles they hold at offices from a day to a day."""

import secrets
from datetime import date
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.rules import TOTP_ROLES, Capacity, Role
from core.base import BaseModel
from core.regions.models import Office


def random_username() -> str:
    """A name that says nothing: the username is never a NIK."""
    return f"u-{secrets.token_hex(8)}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, name: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(BaseModel, AbstractBaseUser):
    """Somebody who signs in: a citizen, or staff (who have a NIP)."""

    username = models.CharField(max_length=32, unique=True, default=random_username, editable=False)
    name = models.CharField(_("nama"), max_length=120)
    nip = models.CharField("NIP", max_length=18, unique=True, null=True, blank=True)
    email = models.EmailField(_("surel"), null=True, blank=True)
    phone = models.CharField(_("nomor telepon"), max_length=16, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text=_("Orang contoh, bukan orang sungguhan."))
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_unique"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def assignments_today(self) -> list["Assignment"]:
        """Assignments valid today; read once per request, since each request loads its own user."""
        return list(self.assignments.valid_on(timezone.localdate()).select_related("office"))

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
    def valid_on(self, day: date) -> "AssignmentQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Assignment(BaseModel):
    """A role at an office from a day to a day (both included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assignments")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.DEFINITIVE)
    # The title that stands in a signature block, such as "Lurah Fatubesi".
    title = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="assignment_ends_after_start"
            ),
        )
        indexes = (models.Index(fields=["office", "role"], name="assignment_office_role"),)

    def __str__(self) -> str:
        return f"{self.user} - {self.get_role_display()} - {self.office}"
