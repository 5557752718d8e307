"""The signature: number, PDF, signature, file and state in one transaction, or none of them."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.documents.services import issuing
from core.documents.signature.base import UnlockedKey
from core.files import services as files
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services import remote
from sodamolek.letters.services.common import as_read, locked, ready, refuse_own
from sodamolek.letters.services.content import letter_content
from sodamolek.letters.services.finishing import finish, numbered
from sodamolek.letters.services.signers import electronic_signers
from sodamolek.letters.workflow import UNDER_WAY

# The web server ends a request after 30 seconds.
BATCH_SECONDS = 20


def sign_request(
    letter_request: LetterRequest,
    *,
    by: User,
    passphrase: str = "",
    key: UnlockedKey | None = None,
    stamp: str | None = None,
) -> LetterRequest:
    """Sign a request that is ready with the certificate of `by`, by passphrase or unlocked `key`.

    The applicant is told. Where a camat signs too, the request waits for that. `stamp` is the one of what was read.
    Raises Changed when it has changed since, ValidationError({"passphrase": ...}) when that is wrong, IllegalMove and
    NotYourMove as any move.
    """
    if issuing.signs_remotely(by):
        return remote.sign(letter_request, by=by, key=key or issuing.unlock(by, passphrase), stamp=stamp)
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        move = "sign_first" if row.spec.countersigners else "sign"
        ready(move, row, by)
        as_read(row, stamp)
        signers = electronic_signers(row, by)
        document = issuing.issue(
            letter_content(row, signers.first),
            signer=signers.first,
            countersigner=signers.second,
            passphrase=passphrase,
            key=key,
            by=by,
        )
        return finish(move, row, by=by, fields=numbered(document, signers))


@dataclass(frozen=True)
class SigningResult:
    """Requests that were signed, and those that were not with the reason."""

    signed: list[LetterRequest] = field(default_factory=list)
    failed: list[tuple[LetterRequest, str]] = field(default_factory=list)


def sign_many(
    letter_requests: Iterable[LetterRequest], *, by: User, passphrase: str, stamps: Mapping[UUID, str] | None = None
) -> SigningResult:
    """Sign one after the other, each for itself; what can't be signed is left and told. `stamps` by key.

    A wrong passphrase is refused before anything is signed (ValidationError). A service outside may be slow: what
    it has not signed within BATCH_SECONDS is left for another time.
    """
    key = issuing.unlock(by, passphrase)
    result = SigningResult()
    ends = time.monotonic() + BATCH_SECONDS
    for letter_request in letter_requests:
        if time.monotonic() > ends:
            result.failed.append((letter_request, _("Belum sempat ditandatangani. Centang lagi.")))
            continue
        try:
            result.signed.append(
                sign_request(letter_request, by=by, key=key, stamp=(stamps or {}).get(letter_request.pk))
            )
        except ValidationError as error:
            if not result.signed and "passphrase" in getattr(error, "error_dict", {}):
                raise
            result.failed.append((letter_request, " ".join(error.messages)))
        except PermissionDenied:
            result.failed.append((letter_request, _("Anda tidak berwenang menandatangani permohonan ini.")))
    return result


def read_letter(letter_request: LetterRequest, *, by: User) -> bytes:
    """The letter's file: the signed PDF, or the scan of one signed with ink.

    The caller found the request through `visible_to`; whoever is not its owner is recorded.
    """
    document = letter_request.document
    if document is None or document.file is None or letter_request.status in UNDER_WAY:
        raise ValidationError(_("Surat ini belum terbit. Tunggu sampai ditandatangani."))
    data: bytes = files.read(document.file)
    if letter_request.owner_id != by.pk:
        audit.record("read_letter", letter_request, by=by, office_id=letter_request.office_id)
    return data


def type_of(letter_request: LetterRequest) -> str:
    """The content type of what read_letter() gives."""
    document = letter_request.document
    return document.file.content_type if document and document.file else ""
