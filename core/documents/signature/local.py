"""Signatures by certificates of the portal's own authority: real, but not certified (tidak tersertifikasi)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pyhanko.sign import signers

from core.accounts import limiter
from core.accounts.models import User
from core.documents.models import SignerCertificate
from core.documents.signature import keybox, pades
from core.documents.signature.base import Act, Signed
from core.documents.typesetting.content import UNCERTIFIED

SCOPE = "signing"
# Wrong tries of one person; a right one starts the count anew.
TRIES = 8
WINDOW = 900


@dataclass(frozen=True)
class LocalKey:
    """An officer's key in memory."""

    certificate: SignerCertificate
    signer: signers.SimpleSigner

    @property
    def user_id(self) -> object:
        return self.certificate.user_id

    @property
    def is_usable(self) -> bool:
        return self.certificate.is_usable

    def sign(self, pdf: bytes, act: Act) -> Signed:
        return Signed(pades.sign(pdf, self.signer, act, name=self.certificate.user.name), self.certificate)


class LocalProvider:
    """The default provider."""

    certified = False
    remote = False
    note = UNCERTIFIED

    def unlock(self, user: User, passphrase: str) -> LocalKey:
        """The user's key; ValidationError({"passphrase": ...}) when there is none or the passphrase is wrong."""
        if not limiter.hit(SCOPE, str(user.pk), limit=TRIES, seconds=WINDOW):
            raise ValidationError(
                {"passphrase": _("Terlalu banyak percobaan. Tunggu 15 menit, lalu tanda tangani lagi.")}
            )
        certificate = (
            SignerCertificate.objects.usable()
            .filter(user=user, provider="local")
            .select_related("authority", "user")
            .first()
        )
        if certificate is None:
            raise ValidationError(
                {
                    "passphrase": _(
                        "Sertifikat tanda tangan Anda belum ada atau sudah habis masa berlakunya. "
                        "Buat di halaman “Tanda tangan saya”."
                    )
                }
            )
        try:
            key = keybox.unseal(certificate.private_key, passphrase)
        except keybox.WrongPassphraseError:
            raise ValidationError(
                {"passphrase": _("Frasa sandi salah. Periksa huruf besar dan kecilnya, lalu coba lagi.")}
            ) from None
        limiter.forget(SCOPE, str(user.pk))
        signer = pades.load_signer(certificate.certificate, key, certificate.authority.certificate)
        return LocalKey(certificate, signer)
