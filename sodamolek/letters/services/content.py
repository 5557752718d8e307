"""What a request's letter says."""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone

from core.accounts.models import Assignment
from core.accounts.rules import Capacity, Role
from core.documents.services.signers import wet_signers
from core.documents.typesetting import LetterContent, Part, SignatureBlock, preview_letter
from core.documents.typesetting.content import bare_name, head_title
from core.regions.models import Office
from core.wording import long_date
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules.schema import KindSpec
from sodamolek.letters.rules.text import compose, texts_of
from sodamolek.letters.rules.validity import add_months


def letter_content(letter_request: LetterRequest, signer: Assignment | None = None) -> LetterContent:
    """The letter as data, dated today (WITA). Needs kind, office and resident; `signer` fills the signature block."""
    snapshot = letter_request.snapshot
    nik = snapshot.get("nik") or letter_request.resident.nik
    values = queries.sheet_of(letter_request).values
    content = content_of(letter_request.kind.spec, letter_request.office, values, nik=nik)
    if not content.subject_name:
        content = replace(content, subject_name=snapshot.get("name") or letter_request.resident.name)
    if letter_request.wording is not None:
        content = replace(content, paragraphs=tuple(letter_request.wording))
    return content.signed_by(signer) if signer else content


def content_of(spec: KindSpec, office: Office, values: Mapping[str, str], *, nik: str) -> LetterContent:
    """A letter of `spec` with clean `values`, dated today and signed by nobody yet."""
    today = timezone.localdate()
    valid_until = add_months(today, spec.validity_months) if spec.validity_months else None
    texts = built_in(office, nik=nik) | texts_of(spec, values, today)
    texts["berlaku_sampai"] = long_date(valid_until) if valid_until else ""
    text = compose(spec, spec.wording, texts, values)
    return LetterContent(
        office=office,
        title=spec.wording.title,
        kind_name=spec.name,
        series=spec.series,
        classification=spec.classification_on(today),
        date=today,
        opening=text.opening,
        rows=text.rows,
        sections=tuple(Part(p.lead, p.rows, p.columns, p.table) for p in text.sections),
        paragraphs=text.paragraphs,
        closing=text.closing,
        subject_name=values.get(spec.subject, ""),
        number_pattern=spec.number_pattern,
        recipients=spec.copies,
        valid_until=valid_until,
        signature_lead=spec.wording.signature_lead,
    )


def built_in(office: Office, *, nik: str) -> dict[str, str]:
    """What a text may quote besides the kind's fields."""
    above = office.parent
    kecamatan = office if office.kind == Office.Kind.KECAMATAN else above
    return {
        "nik": nik,
        "jabatan_penanda_tangan": head_title(office),
        "kelurahan": bare_name(office) if office.kind == Office.Kind.KELURAHAN else "",
        "kecamatan": bare_name(kecamatan) if kecamatan and kecamatan.kind == Office.Kind.KECAMATAN else "",
        "berlaku_sampai": "",
    }


def signers_of(letter_request: LetterRequest) -> QuerySet[Assignment]:
    """Assignments at the office that may sign this letter today, the longest serving first."""
    roles = [Role(role) for role in letter_request.kind.spec.signers]
    return (
        Assignment.objects.valid_on(timezone.localdate())
        .filter(office_id=letter_request.office_id, role__in=roles)
        .select_related("user", "office", "office__parent")
        .order_by("starts_on", "id")
    )


def countersigner_of(letter_request: LetterRequest) -> Assignment | None:
    """Who signs beside today as the head of the office above; who acts for an absent head goes first."""
    above, role = letter_request.office.parent_id, letter_request.kind.spec.countersigner
    if above is None or role is None:
        return None
    heads = Assignment.objects.valid_on(timezone.localdate()).filter(office_id=above, role=Role(role))
    found = list(heads.select_related("user", "office", "office__parent").order_by("-starts_on", "-id"))
    found.sort(key=lambda head: head.capacity == Capacity.DEFINITIVE)
    return found[0] if found else None


def preview_pdf(letter_request: LetterRequest) -> bytes:
    """What the letter will look like: marked PRATINJAU, without number and QR."""
    signer = signers_of(letter_request).first()
    content = letter_content(letter_request, signer)
    if signer is None:
        content = replace(content, signature_lines=(head_title(letter_request.office),))
    second = countersigner_of(letter_request)
    if wet_signers([row.user_id for row in (signer, second) if row is not None]):
        content = content.on_paper()
    above = letter_request.office.parent
    if above is not None and letter_request.kind.spec.countersigners:
        missing = replace(content, countersigner=SignatureBlock((head_title(above),), ""))
        content = content.countersigned_by(second) if second else missing
    return preview_letter(content)
