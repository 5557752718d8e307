"""Letters that are signed with ink: number and print, sign and stamp the paper, scan it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.documents.models import Document, SignatureMode
from core.documents.services.issuing import PURPOSE, Signers, check_signer, number, typeset
from core.documents.services.reserving import pending
from core.documents.typesetting import LetterContent
from core.files import services as files
from core.files.models import StoredFile

SCAN_PURPOSE = "documents.scan"


def print_letter(content: LetterContent, signers: Signers, *, by: User) -> Document:
    """A pending document with its number, and the PDF to print, in the caller's transaction.

    `by` prepares it (an operator too); `signers` sign on the paper.
    """
    check_signer(content, signers.first, by=None)
    content = content.on_paper()
    document = number(content, signers, by=by, mode=SignatureMode.WET)
    pdf = typeset(content, document, signers)
    document.file = files.store_generated(pdf, content_type="application/pdf", purpose=PURPOSE, by=by)
    document.save(update_fields=["file"])
    return document


@transaction.atomic
def file_scan(document: Document, scan: StoredFile, *, by: User) -> Document:
    """Keep the scan of the signed paper; the letter is in force. What was printed is not kept.

    `scan` was checked by core.files, and is nobody else's file.
    """
    document = pending(document)
    if document.mode != SignatureMode.WET:
        raise ValidationError(_("Surat ini ditandatangani secara elektronik; tidak ada kertas yang dipindai."))
    printed, document.file = document.file, scan
    now = timezone.now()
    document.signed_at, document.state = now, Document.State.VALID
    document.save(update_fields=["file", "signed_at", "state"])
    document.countersignatures.update(signed_at=now)
    if printed is not None:
        files.delete(printed)
    detail = {"number": document.number_text}
    audit.record("file_scan", document, by=by, detail=detail, office_id=document.office_id)
    return document
