"""A letter gets its number, its PDF and its signature in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.audit import services as audit
from core.documents import rules
from core.documents.models import Document, Register, RegisterEntry
from core.documents.services.certificates import SIGNER_ROLES
from core.documents.services.registers import allocate
from core.documents.signature.base import SignatureProvider, UnlockedKey
from core.documents.signature.inspection import inspect
from core.documents.signature.local import LocalProvider
from core.documents.typesetting import LetterContent, compile_letter
from core.files import services as files

PURPOSE = "documents.letter"


@dataclass(frozen=True)
class _Signed:
    code: str
    data: bytes
    at: datetime
    key: UnlockedKey


def provider() -> SignatureProvider:
    """The provider in use."""
    return LocalProvider()


def unlock(user: User, passphrase: str) -> UnlockedKey:
    """The user's key for a batch: pass it as `key` to each issue(). Keep it in memory only."""
    return provider().unlock(user, passphrase)


def issue(
    content: LetterContent, *, signer: Assignment, passphrase: str = "", by: User, key: UnlockedKey | None = None
) -> Document:
    """Number, typeset, sign, check and store a letter, all in the caller's transaction.

    `by` is the person who signs: the user of `signer`, an assignment valid today at the letter's office.
    Either `passphrase` or an unlocked `key` must be given. Raises ValidationError({"passphrase": ...}) before
    a number is taken. The number's counter stays locked until the caller's transaction ends: call this last.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("issue() needs the caller's transaction: number, file and state belong together.")
    _check_signer(content, signer, by)
    key = key or unlock(by, passphrase)
    if key.certificate.user_id != by.pk or not key.certificate.is_usable:
        raise PermissionDenied
    content = content.signed_by(signer)
    code = rules.new_code()
    register, number = allocate(content.office, content.series, content.date)
    number_text = rules.format_number(
        content.number_pattern,
        number=number,
        abbreviation=content.office.abbreviation,
        classification=content.classification,
        day=content.date,
    )
    pdf = compile_letter(content, number_text, verification_url(code), code=code)
    signed = key.sign(pdf, reason=f"{content.kind_name} {number_text}", location=content.place)
    made = _Signed(code, signed, timezone.now(), key)
    _check_output(made)
    entry = _write_entry(content, register, number, number_text)
    document = _write_document(content, entry, made, by=by)
    audit.record("issue", document, by=by, detail={"number": number_text}, office_id=content.office.pk)
    return document


def verification_url(code: str) -> str:
    """The address behind the QR."""
    return f"{settings.PORTAL_URL}{reverse('documents:verify_code', args=[code])}"


def _check_signer(content: LetterContent, signer: Assignment, by: User) -> None:
    today = timezone.localdate()
    starts, ends = signer.starts_on, signer.ends_on
    if signer.user_id != by.pk or signer.role not in SIGNER_ROLES:
        raise PermissionDenied
    if starts > today or (ends is not None and ends < today):
        raise ValidationError(_("Masa jabatan Anda di kantor ini tidak berlaku hari ini."))
    if signer.office_id != content.office.pk:
        raise PermissionDenied


def _check_output(made: _Signed) -> None:
    """Refuse to hand out what would not verify; raising undoes the number too."""
    certificate = made.key.certificate
    facts = inspect(made.data, (certificate.authority.certificate,), made.at)
    if [(fact.fingerprint, fact.sound) for fact in facts] != [(certificate.fingerprint, True)]:
        raise RuntimeError("The signed letter does not verify.")


def _write_entry(content: LetterContent, register: Register, number: int, number_text: str) -> RegisterEntry:
    return RegisterEntry.objects.create(
        register=register,
        number=number,
        number_text=number_text,
        dated=content.date,
        kind_name=content.kind_name,
        subject_name=content.subject_name,
    )


def _write_document(content: LetterContent, entry: RegisterEntry, made: _Signed, *, by: User) -> Document:
    stored = files.store_generated(made.data, content_type="application/pdf", purpose=PURPOSE, by=by)
    return Document.objects.create(
        code=made.code,
        entry=entry,
        office=content.office,
        kind_name=content.kind_name,
        number_text=entry.number_text,
        subject_name=content.subject_name,
        signer_title=" ".join(content.signature_lines).rstrip(","),
        signed_on=content.date,
        signed_at=made.at,
        valid_until=content.valid_until,
        certificate=made.key.certificate,
        sha256=hashlib.sha256(made.data).hexdigest(),
        file=stored,
    )
