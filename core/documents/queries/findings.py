"""What verification may say of a letter, and a signer's certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.documents.models import Document, Provider, SignatureMode, SignerCertificate
from core.documents.rules import mask_name

RENEWAL = timedelta(days=60)


@dataclass(frozen=True)
class Finding:
    """What a stranger learns about a letter: enough to compare it with the paper, and no more."""

    pk: UUID
    code: str
    kind_name: str
    number_text: str
    signed_on: date
    office_name: str
    signer_title: str
    masked_name: str
    valid_until: date | None
    state: str
    state_reason: str
    replacement_code: str = ""
    replacement_number: str = ""
    mode: str = "electronic"
    provider: str = "local"
    countersigner_titles: Sequence[str] = ()

    @property
    def is_wet(self) -> bool:
        """Signed with ink: only the paper counts."""
        return self.mode == SignatureMode.WET

    @property
    def signer_titles(self) -> list[str]:
        """Everybody who signs it, in order."""
        return [self.signer_title, *self.countersigner_titles]

    @property
    def signature_text(self) -> str:
        """What kind of signature it bears; only those of a certified provider are called so."""
        if self.is_wet:
            return _("Tanda tangan dengan tinta dan cap di atas kertas")
        count = len(self.signer_titles)
        if self.provider == Provider.BSRE and settings.DEMO:
            text = _("Tanda tangan elektronik dari tiruan layanan BSrE (contoh, bukan BSrE)")
            many = _("%d tanda tangan elektronik dari tiruan layanan BSrE (contoh, bukan BSrE)")
        elif self.provider == Provider.BSRE:
            text = _("Tanda tangan elektronik tersertifikasi (BSrE)")
            many = _("%d tanda tangan elektronik tersertifikasi (BSrE)")
        else:
            text = _("Tanda tangan elektronik tidak tersertifikasi")
            many = _("%d tanda tangan elektronik tidak tersertifikasi")
        return text if count == 1 else many % count

    @property
    def is_valid(self) -> bool:
        return self.state == "valid"


def describe(document: Document) -> Finding:
    """The finding about a document at hand (office and replaced_by selected)."""
    replacement = document.replaced_by
    return Finding(
        pk=document.pk,
        code=document.code,
        kind_name=document.kind_name,
        number_text=document.number_text,
        signed_on=document.signed_on,
        office_name=document.office.name,
        signer_title=document.signer_title,
        masked_name=mask_name(document.subject_name),
        valid_until=document.valid_until,
        state=document.state_on(timezone.localdate()),
        state_reason=document.state_reason,
        replacement_code=replacement.code if replacement else "",
        replacement_number=replacement.number_text if replacement else "",
        mode=document.mode,
        provider=document.certificate.provider if document.certificate else "",
        countersigner_titles=[row.signer_title for row in document.countersignatures.all()],
    )


def certificates_of(user: User) -> QuerySet[SignerCertificate]:
    """The user's own certificates, newest first; a revoked one has no key any more."""
    return SignerCertificate.objects.filter(user=user, provider=Provider.LOCAL).defer("private_key")


def expires_soon(certificate: SignerCertificate | None) -> bool:
    """Whether it is time to renew."""
    return certificate is not None and certificate.is_usable and certificate.expires_at < timezone.now() + RENEWAL
