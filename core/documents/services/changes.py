"""What may happen to a letter after it was handed out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.documents.models import Document


@transaction.atomic
def revoke(document: Document, *, reason: str, by: User) -> Document:
    """Withdraw a letter; its page says so with the reason from now on. The reason must hold no personal data."""
    document = _valid(document)
    if not reason.strip():
        raise ValidationError({"reason": _("Tulis alasan surat ini dicabut; alasannya tampil di halaman pemeriksaan.")})
    document.state_reason = reason.strip()
    _write(document, Document.State.REVOKED)
    audit.record("revoke", document, by=by, detail={"number": document.number_text}, office_id=document.office_id)
    return document


@transaction.atomic
def replace(document: Document, *, replacement: Document, reason: str = "", by: User) -> Document:
    """Say that `replacement` stands in for `document`, which is no longer valid."""
    document = _valid(document)
    if replacement.pk == document.pk or replacement.office_id != document.office_id:
        raise ValidationError(_("Surat pengganti harus surat lain dari kantor yang sama."))
    document.replaced_by = replacement
    document.state_reason = reason.strip()
    _write(document, Document.State.REPLACED)
    detail = {"number": document.number_text, "replacement": replacement.number_text}
    audit.record("replace", document, by=by, detail=detail, office_id=document.office_id)
    return document


def _valid(document: Document) -> Document:
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.state != Document.State.VALID:
        raise ValidationError(_("Surat ini sudah “%s”.") % document.get_state_display())
    return document


def _write(document: Document, state: Document.State) -> None:
    document.state = state
    document.state_changed_at = timezone.now()
    document.save(update_fields=["state", "state_reason", "state_changed_at", "replaced_by"])
