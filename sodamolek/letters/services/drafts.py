"""What an applicant does before the office sees anything, and again when a request came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit import services as audit
from core.files import services as files
from core.files.models import StoredFile
from core.population.models import Resident
from core.references import new_reference
from core.regions.models import Office
from core.workflow import IllegalMove, NotYourMove
from sodamolek.letters import queries
from sodamolek.letters.models import LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.rules.answers import typed
from sodamolek.letters.services.common import locked, may_type, tell
from sodamolek.letters.workflow import LETTER, Status

OPEN_AT_ONCE = 10
FILES_PURPOSE = "letters.document"


def start_draft(kind: LetterKind, *, by: User, office: Office | None = None) -> LetterRequest:
    """A draft of `kind` for `by`; the one that is already open is taken up again.

    `office` (their kelurahan) is needed only by who lives elsewhere than the portal knows; a kind of a kecamatan or
    a dinas goes from there to the office that issues it. Raises ValidationError.
    """
    resident = queries.resident_of(by)
    if resident is None:
        raise ValidationError(_("Akun ini belum terhubung dengan data kependudukan. Daftarkan NIK Anda dahulu."))
    office = queries.office_at_level(office, kind.spec) if office else queries.office_for(resident, kind.spec)
    if office is None:
        raise ValidationError({"office": _("Pilih kelurahan tempat Anda tinggal.")})
    return open_draft(kind, About(resident), office=office, by=by)


@dataclass(frozen=True)
class About:
    """Whom a letter is about: the applicant, or by `relation` somebody else (rules/relations.py)."""

    resident: Resident
    relation: str = ""
    same_card: bool = False


def open_draft(kind: LetterKind, about: About, *, office: Office, by: User) -> LetterRequest:
    """A draft of `by`; an open one about the same person is taken up again."""
    wanted = {"resident": about.resident, "relation": about.relation, "same_card": about.same_card}
    with transaction.atomic():
        # One person's drafts are counted and made one after the other.
        User.objects.select_for_update().get(pk=by.pk)
        mine = LetterRequest.objects.filter(owner=by, status=Status.DRAFT)
        draft = mine.filter(kind__code=kind.code, **wanted).select_related("kind", "office").first()
        if draft is not None:
            if draft.office_id != office.pk:
                draft.office = office
                draft.save(update_fields=["office"])
            return draft
        if mine.count() >= OPEN_AT_ONCE:
            raise ValidationError(_("Terlalu banyak permohonan yang belum dikirim. Kirim atau batalkan salah satu."))
        return create_request(kind=kind, office=office, owner=by, **wanted)


def create_request(**values: Any) -> LetterRequest:
    """A row with a reference that nobody has; the chance of a second try is one in 10^11."""
    while True:
        try:
            with transaction.atomic():
                return LetterRequest.objects.create(reference=new_reference(values["kind"].code), **values)
        except IntegrityError as error:
            if "reference" not in str(error):
                raise


def save_answers(letter_request: LetterRequest, answers: Mapping[str, object], *, by: User) -> LetterRequest:
    """Keep what was typed, right or wrong: submission checks it. Keys that the kind doesn't ask are dropped."""
    with transaction.atomic():
        row = _editable(letter_request, by)
        asked = {f.key for f in queries.sheet_of(row).asked}
        row.answers = {**row.answers, **{key: typed(value) for key, value in answers.items() if key in asked}}
        row.save(update_fields=["answers"])
    return row


def attach_document(
    letter_request: LetterRequest, requirement: str, upload: "UploadedFile[bytes]", *, by: User
) -> RequestDocument:
    """Add one page to the document that `requirement` (its key) asks for.

    Raises ValidationError under that key: an unknown requirement, too many pages, or a file that can't be taken.
    """
    _check_room(_editable_now(letter_request, by), requirement)
    try:
        # Re-encoding takes seconds: no lock is held meanwhile.
        stored = files.store(upload, by=by, purpose=FILES_PURPOSE)
    except ValidationError as error:
        raise ValidationError({requirement: error.messages}) from error
    try:
        with transaction.atomic():
            row = _editable(letter_request, by)
            _check_room(row, requirement)
            pages = RequestDocument.objects.filter(request=row, requirement=requirement)
            last: int = pages.aggregate(last=Max("position"))["last"] or 0
            document = RequestDocument.objects.create(
                request=row, requirement=requirement, file=stored, position=last + 1
            )
            audit.record("attach", row, by=by, detail={"requirement": requirement}, office_id=row.office_id)
    except (ValidationError, NotYourMove):
        files.delete(stored)
        raise
    return document


def remove_document(document: RequestDocument, *, by: User) -> None:
    """Take one page away again, and its file with it."""
    with transaction.atomic():
        row = _editable(document.request, by)
        found = RequestDocument.objects.select_related("file").filter(pk=document.pk).first()
        if found is None:
            return
        stored, requirement = found.file, found.requirement
        found.delete()
        files.delete(stored)
        audit.record("detach", row, by=by, detail={"requirement": requirement}, office_id=row.office_id)


def read_document(document: RequestDocument, *, by: User) -> bytes:
    """The page itself. The caller found it through `visible_to`; whoever is not its owner is recorded."""
    return read_page(document, document.file, by=by)


def read_page(document: RequestDocument, page: StoredFile, *, by: User) -> bytes:
    """One picture of a document (`previews.images`); recorded like the document itself."""
    data: bytes = files.read(page)
    if document.request.owner_id != by.pk:
        detail = {"requirement": document.requirement}
        audit.record("read_document", document.request, by=by, detail=detail, office_id=document.request.office_id)
    return data


def cancel_request(letter_request: LetterRequest, *, by: User) -> LetterRequest:
    """The applicant no longer wants the letter. A draft that nobody saw needs no message."""
    with transaction.atomic():
        row: LetterRequest = LETTER.apply("cancel", letter_request, by=by)
        if row.submitted_at:
            tell(row, "cancelled")
    return row


def _editable_now(letter_request: LetterRequest, by: User) -> LetterRequest:
    """Raise unless `by` may change this request."""
    if not may_type(letter_request, by):
        raise NotYourMove
    if not letter_request.is_editable:
        raise IllegalMove(_("Permohonan ini sudah dikirim dan tidak dapat diubah lagi."))
    return letter_request


def _editable(letter_request: LetterRequest, by: User) -> LetterRequest:
    """The locked row, if `by` may change it; from now on it counts as touched."""
    row = _editable_now(locked(letter_request), by)
    row.touched_at = timezone.now()
    row.save(update_fields=["touched_at"])
    return row


def _check_room(row: LetterRequest, requirement: str) -> None:
    spec = next((r for r in queries.sheet_of(row).requirements if r.key == requirement), None)
    if spec is None:
        raise ValidationError({requirement: _("Dokumen ini tidak diminta untuk surat ini.")})
    pages = RequestDocument.objects.filter(request=row, requirement=requirement, state=RequestDocument.State.OK)
    if pages.count() >= spec.pages:
        raise ValidationError(
            {requirement: _("Paling banyak %d halaman. Hapus salah satu bila ingin menggantinya.") % spec.pages}
        )
