"""Papers that a resident prints, signs and photographs, with everything on them that the portal knows."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.typesetting.content import CITY
from core.population.models import Resident
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.rules import sheet as sheets
from sodamolek.letters.rules.schema import Declaration, FieldType, KindSpec
from sodamolek.letters.rules.text import BLANK, compose, texts_of
from sodamolek.letters.services.content import built_in

TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "declaration.typ"
# Room for a number; BLANK is room for a name.
FEW_DOTS = "." * 8
_local = threading.local()


def blank_declaration(spec: KindSpec, declaration: Declaration, resident: Resident | None) -> bytes:
    """The paper for who has no request yet: with the resident's data, or empty for a visitor. PDF."""
    if resident is None:
        return declaration_pdf(spec, declaration, {}, {})
    values = sheets.suggestions(spec, queries.person_of(resident))
    office = queries.office_for(resident)
    return declaration_pdf(spec, declaration, values, built_in(office, nik=resident.nik) if office else {})


def request_declaration(letter_request: LetterRequest, declaration: Declaration) -> bytes:
    """The paper of one request: what was typed stands on it too, where it is right. PDF."""
    spec, resident = letter_request.kind.spec, letter_request.resident
    if letter_request.hides_person:
        typed = queries.sheet_of(letter_request).cleaned.values
        return declaration_pdf(spec, declaration, typed, built_in(letter_request.office, nik=""))
    values = sheets.suggestions(spec, queries.person_of(resident)) | queries.sheet_of(letter_request).values
    return declaration_pdf(spec, declaration, values, built_in(letter_request.office, nik=resident.nik))


def declaration_pdf(
    spec: KindSpec, declaration: Declaration, values: Mapping[str, str], known: Mapping[str, str]
) -> bytes:
    """`values` by field, `known` by the portal's own placeholders; dots where both are silent."""
    short = {f.key: FEW_DOTS for f in spec.fields if f.type is FieldType.INTEGER}
    texts = short | {key: text for key, text in known.items() if text} | texts_of(spec, values, timezone.localdate())
    text = compose(spec, declaration, texts, values, gap=BLANK)
    signed = spec.field(declaration.signers_table)
    columns = tuple(column.label for column in signed.columns) if signed else ()
    data = {
        "city": CITY,
        "title": declaration.title,
        "form": declaration.form,
        "opening": text.opening,
        "rows": text.rows,
        "sections": [asdict(part) | {"signed": bool(columns) and part.columns == columns} for part in text.sections],
        "paragraphs": text.paragraphs,
        "closing": text.closing,
        "place_date": f"Kupang, {BLANK}",
        "signatory": declaration.signatory,
        "signer_name": texts.get(declaration.signed_by, BLANK),
        "cosigner": declaration.cosigner,
        "cosigner_name": texts.get(declaration.cosigned_by, BLANK),
        "all_sign": signed is not None,
        "witnesses": declaration.witnesses,
        "stamp_duty": declaration.stamp_duty,
        "blank": BLANK,
        "foot": _("%(kind)s. Cetak, periksa, tanda tangani, lalu foto lembar ini di portal.") % {"kind": spec.name},
    }
    return _compile(data)


def _compile(data: dict[str, Any]) -> bytes:
    # A compiler can't be entered by two threads at once, so each thread keeps its own.
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        _local.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)
    result: bytes = _local.compiler.compile(
        format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_standards=["a-2a"], timestamp=0
    )
    return result
