"""The portal's authority and the officers' certificates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.audit import services as audit
from core.documents.models import CertificateAuthority, Provider, SignerCertificate
from core.documents.signature import certificates, keybox

# Who may hold a certificate: heads, and those who sign on their behalf (a.n., u.b.).
SIGNER_ROLES = (Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD, Role.SEKRETARIS, Role.KASI)
PASSPHRASE_LENGTH = 12


def make_ca() -> tuple[CertificateAuthority, bool]:
    """The authority in use, made when there is none; and whether it was made now. Safe to run twice."""
    found = CertificateAuthority.objects.filter(retired_at=None, provider=Provider.LOCAL).first()
    if found is not None:
        return found, False
    pair = certificates.make_authority(timezone.now())
    try:
        with transaction.atomic():
            made = CertificateAuthority.objects.create(certificate=pair.certificate, private_key=pair.private_key.hex())
            audit.record("make_ca", made, by=None, detail={"fingerprint": pair.fingerprint})
    except IntegrityError:
        # Another process was first.
        return CertificateAuthority.objects.get(retired_at=None, provider=Provider.LOCAL), False
    return made, True


@transaction.atomic
def enroll_signer(user: User, passphrase: str, *, by: User) -> SignerCertificate:
    """A new certificate whose key only `passphrase` opens; an earlier one is revoked.

    Only the person may do this: nobody else may ever know the passphrase. Raises
    ValidationError({"passphrase": ...}) when it is too weak, or when the user holds no signing role today.
    """
    if by.pk != user.pk:
        raise ValidationError(_("Hanya pemilik tanda tangan yang dapat membuat sertifikatnya."))
    if not user.has_role(*SIGNER_ROLES):
        raise ValidationError(_("Anda tidak memegang jabatan yang menandatangani surat hari ini."))
    _check_passphrase(user, passphrase)
    authority, _made = make_ca()
    User.objects.select_for_update().get(pk=user.pk)
    for earlier in SignerCertificate.objects.filter(user=user, revoked_at=None, provider=Provider.LOCAL):
        revoke_certificate(earlier, reason=_("Diperbarui oleh pemiliknya."), by=by)
    pair = certificates.make_signer(
        authority.certificate,
        bytes.fromhex(authority.private_key),
        name=user.name,
        nip=user.nip or "",
        now=timezone.now(),
    )
    made = SignerCertificate.objects.create(
        user=user,
        authority=authority,
        certificate=pair.certificate,
        fingerprint=pair.fingerprint,
        private_key=keybox.seal(pair.private_key, passphrase),
        issued_at=pair.starts,
        expires_at=pair.ends,
    )
    audit.record("enroll_signer", made, by=by, detail={"fingerprint": pair.fingerprint})
    return made


@transaction.atomic
def revoke_certificate(certificate: SignerCertificate, *, reason: str, by: User | None) -> SignerCertificate:
    """Let a certificate sign no more; letters that it signed before stay genuine. Its key is destroyed."""
    certificate.revoked_at = timezone.now()
    certificate.revoke_reason = reason
    certificate.private_key = ""
    certificate.save(update_fields=["revoked_at", "revoke_reason", "private_key"])
    audit.record("revoke_certificate", certificate, by=by, detail={"fingerprint": certificate.fingerprint})
    return certificate


def revoke_ended(today: date | None = None) -> int:
    """Revoke the certificates of people whose last signing role has ended; how many."""
    today = today or timezone.localdate()
    holders = Assignment.objects.valid_on(today).filter(role__in=SIGNER_ROLES).values("user_id")
    ended = SignerCertificate.objects.filter(revoked_at=None, provider=Provider.LOCAL).exclude(user_id__in=holders)
    for certificate in ended:
        revoke_certificate(certificate, reason=_("Masa jabatan berakhir."), by=None)
    return len(ended)


def _check_passphrase(user: User, passphrase: str) -> None:
    if len(passphrase) < PASSPHRASE_LENGTH:
        raise ValidationError(
            {"passphrase": _("Frasa sandi paling sedikit %(n)d huruf. Pakai beberapa kata.") % {"n": PASSPHRASE_LENGTH}}
        )
    if len(set(passphrase)) < 6:
        raise ValidationError({"passphrase": _("Frasa sandi terlalu mudah ditebak. Pakai beberapa kata.")})
    if user.check_password(passphrase):
        raise ValidationError({"passphrase": _("Frasa sandi tidak boleh sama dengan kata sandi untuk masuk.")})
