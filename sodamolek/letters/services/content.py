"""What a request's letter says."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Role
from core.documents.typesetting import LetterContent, preview_letter
from core.documents.typesetting.content import bare_name, head_title
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.validity import add_months
from sodamolek.letters.rules.wording import fill, indonesian_date, shown


def letter_content(letter_request: LetterRequest, signer: Assignment | None = None) -> LetterContent:
    """The letter as data, dated today (WITA). Needs kind, office and resident; `signer` fills the signature block."""
    spec = letter_request.kind.spec
    office = letter_request.office
    today = timezone.localdate()
    valid_until = add_months(today, spec.validity_months) if spec.validity_months else None
    snapshot = letter_request.snapshot
    values = queries.sheet_of(letter_request).values
    texts = {f.key: shown(f, values.get(f.key)) for f in spec.fields}
    texts |= {
        "nik": snapshot.get("nik") or letter_request.resident.nik,
        "jabatan_penanda_tangan": head_title(office),
        "kelurahan": bare_name(office),
        "kecamatan": bare_name(office.parent) if office.parent else "",
        "berlaku_sampai": indonesian_date(valid_until) if valid_until else "",
    }
    content = LetterContent(
        office=office,
        title=spec.wording.title,
        kind_name=spec.name,
        series=spec.series,
        classification=spec.classification_on(today),
        date=today,
        opening=fill(spec.wording.opening, texts),
        rows=tuple((label, fill(text, texts)) for label, text in spec.wording.rows),
        paragraphs=tuple(fill(text, texts) for text in spec.wording.paragraphs),
        closing=fill(spec.wording.closing, texts),
        subject_name=snapshot.get("name") or letter_request.resident.name,
        number_pattern=spec.number_pattern,
        valid_until=valid_until,
    )
    return content.signed_by(signer) if signer else content


def signers_of(letter_request: LetterRequest) -> QuerySet[Assignment]:
    """Assignments at the office that may sign this letter today, the longest serving first."""
    roles = [Role(role) for role in letter_request.kind.spec.signers]
    return (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(office_id=letter_request.office_id, role__in=roles)
        .select_related("user", "office", "office__parent")
        .order_by("starts_on", "id")
    )


def preview_pdf(letter_request: LetterRequest) -> bytes:
    """What the letter will look like: marked PRATINJAU, without number and QR."""
    signer = signers_of(letter_request).first()
    content = letter_content(letter_request, signer)
    if signer is None:
        content = replace(content, signature_lines=(head_title(letter_request.office),))
    return preview_letter(content)
