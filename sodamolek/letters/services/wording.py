"""An operator mends the words of a letter before accepting it; what was there stays on record, for the citizen too."""

import hashlib
import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from sodamolek.letters.models import LetterRequest, WordingChange
from sodamolek.letters.services.common import locked, ready, refuse_own
from sodamolek.letters.services.content import letter_content

LONGEST = 4000
MOST_PARAGRAPHS = 12
_BLANK_LINE = re.compile(r"\n\s*\n")


def wording_of(letter_request: LetterRequest) -> str:
    """The paragraphs of the letter as they stand now, a blank line between."""
    return "\n\n".join(letter_content(letter_request).paragraphs)


def mend_wording(letter_request: LetterRequest, text: str, *, by: User) -> LetterRequest:
    """Print `text` in the letter instead of the kind's paragraphs; a blank line ends a paragraph.

    Only while the request is being checked, by who may accept it. The answers stay as the citizen gave them: who
    changes them is the citizen. Raises ValidationError({"text": ...}).
    """
    paragraphs = _paragraphs(text)
    with transaction.atomic():
        row = locked(letter_request)
        refuse_own(row, by)
        ready("accept", row, by)
        before = list(letter_content(row).paragraphs)
        if paragraphs == before:
            raise ValidationError({"text": _("Belum ada kata yang diubah.")})
        row.wording, row.touched_at = paragraphs, timezone.now()
        row.save(update_fields=["wording", "touched_at"])
        change = WordingChange.objects.create(request=row, before=before, after=paragraphs, by=by)
        detail = {"change": str(change.pk), "before": _digest(change.pk.hex, before)}
        detail["after"] = _digest(change.pk.hex, paragraphs)
        audit.record("mend_wording", row, by=by, detail=detail, office_id=row.office_id)
    return row


def _paragraphs(text: str) -> list[str]:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not clean:
        raise ValidationError({"text": _("Tulis isi suratnya. Surat tidak boleh kosong.")})
    found = [" ".join(part.split()) for part in _BLANK_LINE.split(clean)]
    if len(clean) > LONGEST or len(found) > MOST_PARAGRAPHS:
        raise ValidationError(
            {"text": _("Paling banyak %(n)d alinea dan %(m)d huruf.") % {"n": MOST_PARAGRAPHS, "m": LONGEST}}
        )
    return found


def _digest(salt: str, paragraphs: list[str]) -> str:
    """Enough to show later that the kept words are the ones of that moment."""
    return hashlib.sha256("\n\n".join([salt, *paragraphs]).encode()).hexdigest()
