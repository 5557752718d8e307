"""What every way of signing ends with: the move, its columns, and the word to the applicant."""

from typing import Any

from django.utils import timezone

from core.accounts.models import User
from core.documents.models import Document
from core.documents.services.issuing import Signers
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.common import tell
from sodamolek.letters.services.serving import served_minutes
from sodamolek.letters.workflow import LETTER, Status

MESSAGES = {Status.SIGNED: "signed", Status.AWAITING_CAMAT: "awaiting_camat"}


def numbered(document: Document, signers: Signers) -> dict[str, Any]:
    """The columns of a request whose letter has its number."""
    return {"document": document, "countersign_office": signers.second.office if signers.second else None}


def finish(move: str, row: LetterRequest, *, by: User, fields: dict[str, Any] | None = None) -> LetterRequest:
    """Make a move that brings the letter forward. Once everybody has signed it is decided; the applicant is told."""
    values = dict(fields or {})
    if LETTER.moves[move].target == Status.SIGNED:
        now = timezone.now()
        values |= {"decided_at": now, "decided_by": by, "note": "", "served_minutes": served_minutes(row, now)}
    row = LETTER.apply(move, row, by=by, fields=values)
    if message := MESSAGES.get(Status(row.status)):
        tell(row, "signed_on_paper" if message == "signed" and _on_paper(row) else message)
    return row


def _on_paper(row: LetterRequest) -> bool:
    return row.document is not None and row.document.mode == "wet"
