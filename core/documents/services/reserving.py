"""A service outside signs: reserve the number and commit, ask the service, confirm. No counter is held meanwhile.

A retry keeps its number. One that is given up stays in the book as cancelled, with its reason (`void`).
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.documents.models import Document
from core.documents.services import registers
from core.documents.services.issuing import Signers, check_key, check_signer, number, sign_first, store_signed, title_of
from core.documents.signature.base import Signed, UnlockedKey
from core.documents.typesetting import LetterContent, signature_lines
from core.files import services as files


@transaction.atomic
def reserve(content: LetterContent, signers: Signers, *, by: User) -> Document:
    """A pending document with its number and code and no file yet. `by` is the person who is about to sign."""
    check_signer(content, signers.first, by)
    return number(content, signers, by=by)


@transaction.atomic
def resume(document: Document, signers: Signers) -> Document:
    """A reserved number for another try; who signs may have changed since the first."""
    document = pending(document)
    document.signer_title = title_of(signature_lines(signers.first))
    document.save(update_fields=["signer_title"])
    if signers.second is not None:
        document.countersignatures.update(
            signer=signers.second.user, signer_title=title_of(signature_lines(signers.second))
        )
    return document


def sign_reserved(
    document: Document, content: LetterContent, signers: Signers, *, key: UnlockedKey, by: User
) -> Signed:
    """Typeset the letter of a reserved number and have it signed, outside any transaction; nothing is stored.

    Raises ValidationError when the service refuses or does not answer: try again with the same document.
    """
    check_signer(content, signers.first, by)
    check_key(key, by)
    return sign_first(content, document, signers, key)


@transaction.atomic
def confirm(document: Document, signed: Signed, *, by: User) -> Document:
    """Keep what the service signed. Raises ValidationError when somebody was quicker or gave the number up."""
    document = pending(document)
    if document.file_id is not None:
        raise ValidationError(_("Surat ini sudah ditandatangani."))
    return store_signed(document, signed, last=not document.countersignatures.exists(), by=by)


@transaction.atomic
def void(document: Document, *, reason: str, by: User) -> Document:
    """Give a letter up that not everybody has signed: its number stays in the book as cancelled, its file goes.

    `reason` stands on the verification page, so it must hold no personal data. Who may do this is for the caller.
    """
    document = pending(document)
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis alasan nomor ini dibatalkan.")})
    registers.cancel_entry(document.entry, reason=reason, by=None)
    stored, document.file = document.file, None
    document.state = Document.State.VOID
    document.state_reason = reason.strip()
    document.save(update_fields=["state", "state_reason", "file"])
    if stored is not None:
        files.delete(stored)
    audit.record("void", document, by=by, detail={"number": document.number_text}, office_id=document.office_id)
    return document


def pending(document: Document) -> Document:
    """The fresh row, locked; refused unless somebody still has to sign it."""
    locked: Document = (
        Document.objects.select_for_update(of=("self",)).select_related("entry", "file").get(pk=document.pk)
    )
    if locked.state != Document.State.PENDING:
        raise ValidationError(_("Surat ini sudah “%s”.") % locked.get_state_display())
    return locked
