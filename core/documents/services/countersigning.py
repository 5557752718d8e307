"""The second signature on a letter ("Mengetahui, Camat"), in the field that the first signer prepared for it."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.audit import services as audit
from core.documents.models import Countersignature, Document
from core.documents.services.checking import signers_of
from core.documents.services.issuing import PURPOSE, check_key, check_output
from core.documents.services.reserving import pending
from core.documents.services.signers import provider_of
from core.documents.signature.base import Act, Signed, UnlockedKey
from core.files import services as files


@dataclass(frozen=True)
class Made:
    """A second signature that is not stored yet, and the fingerprint of the file it was made on."""

    signed: Signed
    before: str


def make(document: Document, *, signer: Assignment, key: UnlockedKey, by: User) -> Made:
    """Sign a pending letter as the person it names; checked, and nothing is stored. A service outside may be asked.

    `signer` is the assignment valid today by which `by` heads the office that the letter names.
    """
    waiting = _waiting(document)
    if document.file is None or document.sha256 is None:
        raise ValidationError(_("Surat ini belum ditandatangani oleh kantor yang mengeluarkannya."))
    if signer.user_id != by.pk or signer.office_id != waiting.office_id:
        raise PermissionDenied
    if waiting.signer_id != by.pk:
        raise ValidationError(
            _("Surat ini menyebut %s sebagai penanda tangan. Kembalikan kepada kelurahan agar dibuat ulang.")
            % waiting.signer_title
        )
    if document.certificate is None or document.certificate.provider != provider_of(by):
        raise ValidationError(
            _("Kedua tanda tangan pada surat ini harus dari penyedia yang sama. Kembalikan kepada kelurahan.")
        )
    check_key(key, by)
    reason = f"Mengetahui {document.kind_name} {document.number_text}"
    act = Act(reason, "Kupang", waiting.position, waiting.position)
    signed = key.sign(files.read(document.file), act)
    check_output(signed.data, [*signers_of(document), (signed.certificate, timezone.now())])
    return Made(signed, document.sha256)


@transaction.atomic
def store(document: Document, made: Made, *, by: User) -> Document:
    """Keep the file with both signatures; the letter is in force. The file of one signature goes."""
    document = pending(document)
    if document.sha256 != made.before:
        raise ValidationError(_("Surat ini sudah berubah. Muat ulang halaman, lalu tanda tangani lagi."))
    waiting = _waiting(document)
    waiting.certificate, waiting.signed_at = made.signed.certificate, timezone.now()
    waiting.save(update_fields=["certificate", "signed_at"])
    earlier = document.file
    data = made.signed.data
    document.file = files.store_generated(data, content_type="application/pdf", purpose=PURPOSE, by=by)
    document.sha256 = hashlib.sha256(data).hexdigest()
    document.state = Document.State.VALID
    document.save(update_fields=["file", "sha256", "state"])
    if earlier is not None:
        files.delete(earlier)
    detail = {"number": document.number_text}
    audit.record("countersign", document, by=by, detail=detail, office_id=waiting.office_id)
    return document


def _waiting(document: Document) -> Countersignature:
    found = document.countersignatures.filter(signed_at=None).order_by("position").first()
    if found is None:
        raise ValidationError(_("Surat ini tidak menunggu tanda tangan kedua."))
    return found
