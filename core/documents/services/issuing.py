"""A letter gets its number, its PDF and its first signature: all in one transaction where the key is our own.

A service outside (`signs_remotely`) is never asked while a counter is held: see services/reserving.py.
"""

import hashlib
from dataclasses import dataclass, replace
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
from core.documents.models import Countersignature, Document, Provider, RegisterEntry, SignatureMode, SignerCertificate
from core.documents.services.certificates import SIGNER_ROLES
from core.documents.services.checking import signature_verdict
from core.documents.services.registers import allocate
from core.documents.services.signers import provider_of
from core.documents.signature import bsre
from core.documents.signature.base import Act, SignatureProvider, Signed, UnlockedKey
from core.documents.signature.inspection import inspect
from core.documents.signature.local import LocalProvider
from core.documents.typesetting import LetterContent, compile_letter, signature_lines
from core.files import services as files

PURPOSE = "documents.letter"


@dataclass(frozen=True)
class Signers:
    """Who signs a letter: an assignment at its office, and one at the office above where it is countersigned."""

    first: Assignment
    second: Assignment | None = None

    @property
    def count(self) -> int:
        return 2 if self.second else 1

    def on(self, content: LetterContent) -> LetterContent:
        """The letter with their blocks."""
        content = content.signed_by(self.first)
        return content.countersigned_by(self.second) if self.second else content


def provider_for(user: User) -> SignatureProvider:
    """Who makes the electronic signatures of `user`."""
    return bsre.configured() if provider_of(user) == Provider.BSRE else LocalProvider()


def signs_remotely(user: User) -> bool:
    """Whether a service outside signs for `user`, so that issue() can't be used."""
    return provider_of(user) == Provider.BSRE


def unlock(user: User, passphrase: str) -> UnlockedKey:
    """The user's key for a batch: pass it as `key` to each issue(). Keep it in memory only."""
    return provider_for(user).unlock(user, passphrase)


def issue(  # noqa: PLR0913 - all but the content are named, and most callers give three
    content: LetterContent,
    *,
    signer: Assignment,
    passphrase: str = "",
    by: User,
    key: UnlockedKey | None = None,
    countersigner: Assignment | None = None,
) -> Document:
    """Number, typeset, sign, check and store a letter, all in the caller's transaction.

    `by` is the person who signs: the user of `signer`, an assignment valid today at the letter's office. With a
    `countersigner` the letter is pending until that person has signed too (services/countersigning.py).
    Either `passphrase` or an unlocked `key` must be given. Raises ValidationError({"passphrase": ...}) before
    a number is taken. The number's counter stays locked until the caller's transaction ends: call this last.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("issue() needs the caller's transaction: number, file and state belong together.")
    if signs_remotely(by):
        raise RuntimeError("A service outside must not be asked while a number's counter is locked.")
    signers = Signers(signer, countersigner)
    check_signer(content, signer, by)
    key = key or unlock(by, passphrase)
    check_key(key, by)
    document = number(content, signers, by=by)
    signed = sign_first(content, document, signers, key)
    return store_signed(document, signed, last=signers.count == 1, by=by)


def verification_url(code: str) -> str:
    """The address behind the QR."""
    return f"{settings.PORTAL_URL}{reverse('documents:verify_code', args=[code])}"


def check_signer(content: LetterContent, signer: Assignment, by: User | None) -> None:
    """Refuse whoever is not the person of `signer`, or holds no signing role at this office today.

    `by` None: somebody else prepares the letter, and the signer signs with ink.
    """
    today = timezone.localdate()
    starts, ends = signer.starts_on, signer.ends_on
    if (by is not None and signer.user_id != by.pk) or signer.role not in SIGNER_ROLES:
        raise PermissionDenied
    if starts > today or (ends is not None and ends < today):
        raise ValidationError(_("Masa jabatan Anda di kantor ini tidak berlaku hari ini."))
    if signer.office_id != content.office.pk:
        raise PermissionDenied


def check_key(key: UnlockedKey, by: User) -> None:
    """Refuse the key of somebody else, and one that was revoked since it was unlocked."""
    if key.user_id != by.pk or not key.is_usable:
        raise PermissionDenied


def number(content: LetterContent, signers: Signers, *, by: User, mode: str = SignatureMode.ELECTRONIC) -> Document:
    """A pending document with the next number of the book; the counter stays locked until the transaction ends."""
    signed = signers.on(content)
    register, running = allocate(content.office, content.series, content.date)
    number_text = rules.format_number(
        content.number_pattern,
        number=running,
        abbreviation=content.office.abbreviation,
        classification=content.classification,
        day=content.date,
    )
    entry = RegisterEntry.objects.create(
        register=register,
        number=running,
        number_text=number_text,
        dated=content.date,
        kind_name=content.kind_name,
        subject_name=content.subject_name,
    )
    document = Document.objects.create(
        code=rules.new_code(),
        entry=entry,
        office=content.office,
        kind_name=content.kind_name,
        number_text=number_text,
        subject_name=content.subject_name,
        mode=mode,
        signer_title=title_of(signed.signature_lines),
        signed_on=content.date,
        valid_until=content.valid_until,
        state=Document.State.PENDING,
    )
    if signers.second is not None:
        _expect(document, signers.second)
    audit.record("issue", document, by=by, detail={"number": number_text}, office_id=content.office.pk)
    return document


def _expect(document: Document, second: Assignment) -> None:
    Countersignature.objects.create(
        document=document,
        position=2,
        office=second.office,
        signer=second.user,
        signer_title=title_of(signature_lines(second)),
    )


def title_of(lines: tuple[str, ...]) -> str:
    """a.n. Lurah Fatubesi, Sekretaris."""
    return " ".join(lines).rstrip(",")


def typeset(content: LetterContent, document: Document, signers: Signers, *, note: str | None = None) -> bytes:
    """The letter of a document that has its number, as PDF; `note` is the foot's, the provider's unless given."""
    content = replace(signers.on(content), date=document.signed_on, valid_until=document.valid_until)
    if not content.wet:
        content = replace(content, signature_note=note or provider_for(signers.first.user).note)
    return compile_letter(content, document.number_text, verification_url(document.code), code=document.code)


def sign_first(content: LetterContent, document: Document, signers: Signers, key: UnlockedKey) -> Signed:
    """The typeset letter with its first signature, checked; nothing is stored."""
    pdf = typeset(content, document, signers)
    reason = f"{document.kind_name} {document.number_text}"
    signed = key.sign(pdf, Act(reason, content.place, 1, signers.count))
    check_output(signed.data, [(signed.certificate, timezone.now())])
    return signed


def check_output(data: bytes, signers: list[tuple[SignerCertificate, datetime]]) -> None:
    """Refuse to hand out what would not verify as signed by `signers` in this order; raising undoes a number too."""
    roots = tuple({certificate.authority.certificate for certificate, _at in signers})
    facts = inspect(data, roots, *(at for _certificate, at in signers))
    if signature_verdict(facts, [certificate.fingerprint for certificate, _at in signers]):
        raise RuntimeError("The signed letter does not verify.")


def store_signed(document: Document, signed: Signed, *, last: bool, by: User) -> Document:
    """Keep the file with the first signature; valid when nobody has to sign after it (`last`)."""
    document.file = files.store_generated(signed.data, content_type="application/pdf", purpose=PURPOSE, by=by)
    document.sha256 = hashlib.sha256(signed.data).hexdigest()
    document.certificate = signed.certificate
    document.signed_at = timezone.now()
    document.state = Document.State.VALID if last else Document.State.PENDING
    document.save(update_fields=["file", "sha256", "certificate", "signed_at", "state"])
    return document
