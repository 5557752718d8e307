"""The camat's signature beside the lurah's, and giving a letter up that not everybody has signed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.audit import services as audit
from core.documents.models import Document
from core.documents.services import countersigning, issuing, reserving
from core.documents.signature.base import UnlockedKey
from core.files import services as files
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import as_read, locked, public_reason, ready, refuse_own, tell
from sodamolek.letters.services.finishing import finish
from sodamolek.letters.workflow import LETTER

# As the book of numbers keeps it.
LONGEST_REASON = 300


def countersign_request(
    letter_request: LetterRequest,
    *,
    by: User,
    passphrase: str = "",
    key: UnlockedKey | None = None,
    stamp: str | None = None,
) -> LetterRequest:
    """Sign beside the lurah as the camat of the kecamatan above; the letter is done and the applicant is told.

    The signature is made before anything is locked: a service outside may make it. `stamp` is the one of what was
    read; raises Changed when another letter waits by now.
    """
    refuse_own(letter_request, by)
    ready("countersign", letter_request, by)
    as_read(letter_request, stamp)
    held = Assignment.objects.valid_on(timezone.localdate()).filter(
        user=by, role=Role.CAMAT, office=letter_request.countersign_office
    )
    # On the day when one assignment ends and the next begins there are two: the newer one counts.
    head = held.order_by("-starts_on", "-id")[0]
    document = _document(letter_request)
    key = key or issuing.unlock(by, passphrase)
    made = countersigning.make(document, signer=head, key=key, by=by)
    with transaction.atomic():
        row = locked(letter_request)
        ready("countersign", row, by)
        as_read(row, stamp)
        document = countersigning.store(document, made, by=by)
        return finish("countersign", row, by=by, fields={"document": document})


def give_up(letter_request: LetterRequest, *, by: User, reason: str) -> LetterRequest:
    """Take a letter back that not everybody has signed. Its number stays in the book as cancelled, with `reason`."""
    return _void("give_up", letter_request, by=by, reason=reason)


def decline(letter_request: LetterRequest, *, by: User, reason: str) -> LetterRequest:
    """The camat does not sign: the request goes back to the kelurahan's desk, its number is cancelled."""
    return _void("decline", letter_request, by=by, reason=reason)


def _void(move: str, letter_request: LetterRequest, *, by: User, reason: str) -> LetterRequest:
    reason = public_reason(reason)
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Paling banyak %d huruf.") % LONGEST_REASON})
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready(move, row, by)
        reserving.void(_document(row), reason=reason, by=by)
        # The camat keeps what waited for them in sight only while it waits again.
        row = LETTER.apply(move, row, by=by, fields={"document": None, "note": reason, "countersign_office": None})
        tell(row, "given_up")
    return row


def read_pending(letter_request: LetterRequest, *, by: User) -> bytes:
    """The file that the camat is about to sign, or the one to print for ink. The caller found it by `visible_to`."""
    document = _document(letter_request)
    if document.file is None:
        raise ValidationError(_("Berkas surat ini belum ada."))
    audit.record("read_pending", letter_request, by=by, office_id=letter_request.office_id)
    data: bytes = files.read(document.file)
    return data


def _document(row: LetterRequest) -> Document:
    if row.document is None:
        raise ValidationError(_("Surat ini belum bernomor."))
    return row.document
