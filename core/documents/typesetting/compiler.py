"""Letters as PDF, by Typst. Data goes in as JSON, so a name is printed and never read as markup."""

import io
import json
import threading
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from core.documents.rules import spaced_code
from core.documents.typesetting.content import LetterContent, letterhead
from core.wording import long_date

TEMPLATES = Path(__file__).resolve().parent.parent / "data"
# "Written as": no validator of PDF/A was at hand, so nothing on screen claims conformity.
STANDARD: Final = "a-2a"
_local = threading.local()


def compile_letter(
    content: LetterContent, number_text: str, verification_url: str | None, *, preview: bool = False, code: str = ""
) -> bytes:
    """The letter as tagged PDF; the same input gives the same bytes.

    A preview bears the watermark PRATINJAU and no QR.
    """
    data = letter_data(content, number_text)
    data["preview"] = preview
    if verification_url and not preview:
        data |= {"url": verification_url, "code": spaced_code(code), "qr": qr_svg(verification_url)}
    # Midnight at Greenwich of the letter's day: the moment of signing stands in the signature.
    stamp = datetime.combine(content.date, time(), UTC)
    return compile_sheet(content.template, data, int(stamp.timestamp()))


def preview_letter(content: LetterContent, number_text: str = "… (nomor diberikan saat ditandatangani)") -> bytes:
    """What the letter will look like, with a watermark and without number or QR."""
    return compile_letter(content, number_text, None, preview=True)


def letter_data(content: LetterContent, number_text: str) -> dict[str, Any]:
    """What the template reads."""
    return {
        "head": letterhead(content.office),
        "title": content.title.upper(),
        "number": number_text,
        "opening": content.opening,
        "rows": [list(row) for row in content.rows],
        "sections": [asdict(part) for part in content.sections],
        "paragraphs": list(content.paragraphs),
        "closing": content.closing,
        "place_date": f"{content.place}, {long_date(content.date)}",
        "valid_until": _until(content.valid_until),
        "signature_lead": content.signature_lead,
        "signature_lines": list(content.signature_lines),
        "signer_name": content.signer_name,
        "signer_nip": content.signer_nip,
        "countersigner": asdict(content.countersigner) if content.countersigner else None,
        "wet": content.wet,
        "signature_note": content.signature_note,
        "recipients": list(content.recipients),
        "kind_name": content.kind_name,
        "date": content.date.isoformat(),
        "url": "",
        "code": "",
        "qr": "",
    }


def qr_svg(text: str) -> str:
    """A QR code as SVG; error level M survives a fold or a stamp's edge."""
    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False).save(
        out, kind="svg", border=0, xmldecl=False, omitsize=True, nl=False
    )
    return out.getvalue().decode()


def _until(day: date | None) -> str:
    return long_date(day) if day else ""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    # Only what Typst carries: the same letter on every machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def compile_sheet(template: str, data: dict[str, Any], timestamp: int) -> bytes:
    """`data` through data/<template>.typ as tagged PDF; `timestamp` is the moment that the file names as its own."""
    # A compiler can't be entered by two threads at once, so each thread keeps its own.
    compilers: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in compilers:
        path = TEMPLATES / f"{template}.typ"
        compilers[template] = typst.Compiler(str(path), root=str(TEMPLATES), font_paths=_fonts())
    result = compilers[template].compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=timestamp,
    )
    if not isinstance(result, bytes):
        raise TypeError("Typst gave something else than one PDF.")
    return result
