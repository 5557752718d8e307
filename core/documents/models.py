"""Registers with their numbers, issued documents, and the certificates that sign them."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.files.models import StoredFile
from core.population.fields import EncryptedCharField
from core.regions.models import Office

OFFICE_READERS = (Role.OPERATOR, Role.KASI, Role.SEKRETARIS, Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD)


class OfficeScopedQuerySet(models.QuerySet[Any]):
    office_path = "office_id"

    def visible_to(self, user: User) -> Self:
        """Rows of the offices where `user` works with letters today; nothing for anybody else."""
        return self.filter(**{f"{self.office_path}__in": user.offices_with(*OFFICE_READERS)})


class RegisterEntryQuerySet(OfficeScopedQuerySet):
    office_path = "register__office_id"


class Register(BaseModel):
    """The book of one office, series and year; `last_number` is the counter (services/registers.py)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="registers")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "series", "year"], name="register_unique"),)

    def __str__(self) -> str:
        return f"{self.office} - {self.series} - {self.year}"


class RegisterEntry(BaseModel):
    """One line of the book. A number is given once; a cancelled one stays with its reason."""

    class State(models.TextChoices):
        USED = "used", _("terpakai")
        CANCELLED = "cancelled", _("batal")

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    number_text = models.CharField(max_length=120)
    dated = models.DateField()
    kind_name = models.CharField(max_length=160)
    subject_name = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.USED)
    reason = models.CharField(max_length=300, blank=True)
    # Issued by the portal, or a letter written on paper whose number stands in the same book.
    on_paper = models.BooleanField(default=False)
    # Who signed a letter on paper; of the portal's own letters their Document says it.
    signer_title = models.CharField(max_length=160, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["register", "number"], name="register_entry_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="register_entry_from_one"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="register_entry_cancelled_with_reason"
            ),
        )

    def __str__(self) -> str:
        return self.number_text


class Provider(models.TextChoices):
    """Who signs for an officer: the portal's own authority, or BSrE's service (services/signers.py)."""

    LOCAL = "local", _("otoritas portal")
    BSRE = "bsre", _("BSrE")


class CertificateAuthority(BaseModel):
    """Who vouches for signers: the portal's own authority (`manage.py make_ca`), or the root of a certified one."""

    provider = models.CharField(max_length=5, choices=Provider.choices, default=Provider.LOCAL, db_default="local")
    certificate = models.TextField(help_text="PEM")
    # In the database, so that web and worker on several machines share it; under FIELD_KEYS. Only our own has one.
    private_key = EncryptedCharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["retired_at"],
                condition=Q(retired_at=None, provider="local"),
                nulls_distinct=False,
                name="authority_one_in_use",
            ),
        )

    def __str__(self) -> str:
        return f"CA {self.created_at:%Y-%m-%d}"


class SignerCertificateQuerySet(models.QuerySet["SignerCertificate"]):
    def usable(self) -> Self:
        """Neither revoked nor expired."""
        now = timezone.now()
        return self.filter(revoked_at=None, expires_at__gt=now, issued_at__lte=now)


class SignerCertificate(BaseModel):
    """An officer's certificate, and the private key under the officer's passphrase (and FIELD_KEYS).

    Of a certified provider only what it signed with is kept: the key never was here.
    """

    provider = models.CharField(max_length=5, choices=Provider.choices, default=Provider.LOCAL, db_default="local")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signer_certificates")
    authority = models.ForeignKey(CertificateAuthority, on_delete=models.PROTECT, related_name="+")
    certificate = models.TextField(help_text="PEM")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256")
    # Emptied when the certificate is revoked: a key that may not sign is not kept.
    private_key = EncryptedCharField(max_length=2000, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    objects = SignerCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None, provider="local"), name="signer_certificate_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.fingerprint[:12]}"

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.issued_at <= timezone.now() < self.expires_at


class SignatureMode(models.TextChoices):
    """How an officer signs, and with it the letter."""

    ELECTRONIC = "electronic", _("elektronik")
    WET = "wet", _("basah (tinta dan cap)")


class SignerSetting(BaseModel):
    """How an officer signs (services/signers.py); without a row electronically."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("pejabat"), on_delete=models.PROTECT, related_name="signer_setting"
    )
    mode = models.CharField(
        _("cara tanda tangan"), max_length=10, choices=SignatureMode.choices, default=SignatureMode.ELECTRONIC
    )
    # Certificates come one by one: an officer may have one of BSrE while the others wait, or the other way round.
    provider = models.CharField(
        _("penyedia"), max_length=5, choices=Provider.choices, blank=True, default="", db_default="",
        help_text=_("Kosongkan bila seperti pengaturan portal."),
    )  # fmt: skip
    # By which BSrE knows the officer.
    nik = EncryptedCharField("NIK", max_length=16, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("cara pejabat menandatangani"), _("cara pejabat menandatangani")

    def __str__(self) -> str:
        return f"{self.user} - {self.get_mode_display()}"


class Document(BaseModel):
    """A letter that has its number; its code stands behind the QR.

    It is pending until everybody has signed, and void when its number was cancelled before that. A letter signed with
    ink has no certificate and no fingerprint of its file: only the paper counts, the file is a scan of it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("belum selesai ditandatangani")
        VOID = "void", _("batal")
        VALID = "valid", _("berlaku")
        REVOKED = "revoked", _("dicabut")
        REPLACED = "replaced", _("diganti")

    code = models.CharField(max_length=26, unique=True)
    entry = models.OneToOneField(RegisterEntry, on_delete=models.PROTECT, related_name="document")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="documents")
    kind_name = models.CharField(max_length=160)
    number_text = models.CharField(max_length=120)
    subject_name = models.CharField(max_length=160, blank=True)
    mode = models.CharField(
        max_length=10, choices=SignatureMode.choices, default=SignatureMode.ELECTRONIC, db_default="electronic"
    )
    signer_title = models.CharField(max_length=160)
    # The date that the letter bears, and the moment of its first signature.
    signed_on = models.DateField()
    signed_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True, blank=True)
    certificate = models.ForeignKey(SignerCertificate, on_delete=models.PROTECT, null=True, related_name="documents")
    sha256 = models.CharField(max_length=64, unique=True, null=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="document")
    state = models.CharField(max_length=8, choices=State.choices, default=State.VALID)
    state_reason = models.CharField(max_length=300, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(state="revoked") | ~Q(state_reason=""), name="document_revoked_reason"),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | (~Q(state="replaced") & Q(replaced_by__isnull=True)),
                name="document_replaced_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "void"])
                | Q(mode="wet", signed_at__isnull=False, file__isnull=False, sha256=None, certificate=None)
                | Q(
                    mode="electronic",
                    signed_at__isnull=False,
                    file__isnull=False,
                    sha256__isnull=False,
                    certificate__isnull=False,
                ),
                name="document_complete",
            ),
        )

    def __str__(self) -> str:
        return self.number_text

    def state_on(self, day: date) -> str:
        """pending, void, valid, revoked, replaced or expired, as the verification page says it."""
        if self.state == self.State.VALID and self.valid_until is not None and self.valid_until < day:
            return "expired"
        return self.state


class Countersignature(BaseModel):
    """Who signs a letter after its first signer, and with which certificate once they have."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="countersignatures")
    position = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    # The letter names this person, so nobody else can sign in this place.
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_title = models.CharField(max_length=160)
    certificate = models.ForeignKey(SignerCertificate, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("document", "position")
        constraints = (
            models.UniqueConstraint(fields=["document", "position"], name="countersignature_position"),
            models.CheckConstraint(condition=Q(position__gte=2), name="countersignature_after_the_first"),
        )

    def __str__(self) -> str:
        return f"{self.signer_title} {self.document_id}"


class CheckCount(BaseModel):
    """How often a document's genuineness was asked on a day."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="check_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["document", "day"], name="check_count_day"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.day}: {self.count}"
