"""A service outside signs (BSrE): reserve the number and commit, ask, confirm. Nothing is locked while it is asked."""

from django.db import transaction

from core.accounts.models import User
from core.documents.models import Document
from core.documents.services import reserving
from core.documents.services.issuing import Signers
from core.documents.signature.base import UnlockedKey
from core.documents.typesetting import LetterContent
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import as_read, locked, ready, refuse_own
from sodamolek.letters.services.content import letter_content
from sodamolek.letters.services.finishing import finish, numbered
from sodamolek.letters.services.signers import electronic_signers
from sodamolek.letters.workflow import LETTER, Status


def sign(letter_request: LetterRequest, *, by: User, key: UnlockedKey, stamp: str | None = None) -> LetterRequest:
    """As signing.sign_request(). When the service fails the request stays in `signing`: again keeps its number."""
    row, document, content, signers = _reserve(letter_request, by, stamp)
    signed = reserving.sign_reserved(document, content, signers, key=key, by=by)
    with transaction.atomic():
        row = locked(row)
        move = _last_move(row)
        ready(move, row, by)
        document = reserving.confirm(document, signed, by=by)
        return finish(move, row, by=by, fields=numbered(document, signers))


def _reserve(
    letter_request: LetterRequest, by: User, stamp: str | None
) -> tuple[LetterRequest, Document, LetterContent, Signers]:
    """The number of a first try, or the one that an earlier try got; committed when this returns."""
    with transaction.atomic(durable=True):
        row = locked(letter_request)
        refuse_own(row, by)
        again = row.status == Status.SIGNING
        ready(_last_move(row) if again else "reserve", row, by)
        as_read(row, stamp)
        signers = electronic_signers(row, by)
        content = letter_content(row, signers.first)
        if again and row.document is not None:
            return row, reserving.resume(row.document, signers), content, signers
        document = reserving.reserve(content, signers, by=by)
        row = LETTER.apply("reserve", row, by=by, fields={"document": document})
        return row, document, content, signers


def _last_move(row: LetterRequest) -> str:
    return "confirm_first" if row.spec.countersigners else "confirm"
