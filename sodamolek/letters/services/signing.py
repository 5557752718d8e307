"""The signature: number, PDF, signature, file and state in one transaction, or none of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.documents import services as documents
from core.documents.signature.base import UnlockedKey
from core.files import services as files
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import locked, ready, refuse_own, tell
from sodamolek.letters.services.content import letter_content, signers_of
from sodamolek.letters.workflow import LETTER


def sign_request(
    letter_request: LetterRequest, *, by: User, passphrase: str = "", key: UnlockedKey | None = None
) -> LetterRequest:
    """Sign an accepted request with the certificate of `by`, by passphrase or unlocked `key`; the applicant is told.

    Raises ValidationError({"passphrase": ...}) when it is wrong, IllegalMove and NotYourMove as any move.
    """
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("sign", row, by)
        signer = signers_of(row).filter(user=by).first()
        if signer is None:
            raise ValidationError(_("Anda tidak ditugaskan menandatangani surat ini di kelurahan ini."))
        content = letter_content(row, signer)
        document = documents.issue(content, signer=signer, passphrase=passphrase, key=key, by=by)
        fields = {"document": document, "decided_at": timezone.now(), "decided_by": by, "note": ""}
        row = LETTER.apply("sign", row, by=by, fields=fields)
        tell(row, "signed")
    return row


@dataclass(frozen=True)
class SigningResult:
    """Requests that were signed, and those that were not with the reason."""

    signed: list[LetterRequest] = field(default_factory=list)
    failed: list[tuple[LetterRequest, str]] = field(default_factory=list)


def sign_many(letter_requests: Iterable[LetterRequest], *, by: User, passphrase: str) -> SigningResult:
    """Sign one after the other, each for itself; what can't be signed is left and told.

    A wrong passphrase is refused before anything is signed (ValidationError).
    """
    key = documents.unlock(by, passphrase)
    result = SigningResult()
    for letter_request in letter_requests:
        try:
            result.signed.append(sign_request(letter_request, by=by, key=key))
        except ValidationError as error:
            result.failed.append((letter_request, " ".join(error.messages)))
        except PermissionDenied:
            result.failed.append((letter_request, _("Anda tidak berwenang menandatangani permohonan ini.")))
    return result


def read_letter(letter_request: LetterRequest, *, by: User) -> bytes:
    """The signed PDF. The caller found the request through `visible_to`; whoever is not its owner is recorded."""
    if letter_request.document is None:
        raise ValidationError(_("Surat ini belum terbit. Tunggu sampai ditandatangani."))
    data: bytes = files.read(letter_request.document.file)
    if letter_request.owner_id != by.pk:
        audit.record("read_letter", letter_request, by=by, office_id=letter_request.office_id)
    return data
