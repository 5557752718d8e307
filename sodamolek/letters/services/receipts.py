"""The receipt: reference, PIN, and a QR that leads to the tracking page (the PIN is never in it)."""

import base64
import json
import threading
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.documents.typesetting.compiler import qr_svg
from core.documents.typesetting.content import CITY
from core.wording import long_date
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.tracking import pin_of

TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "receipt.typ"
_local = threading.local()


def tracking_url(letter_request: LetterRequest) -> str:
    """The address behind the QR."""
    path = reverse("letters:track_reference", args=[letter_request.reference])
    return f"{settings.PORTAL_URL}{path}"


def qr_image(letter_request: LetterRequest) -> str:
    """The QR as a data: address for an image."""
    svg = qr_svg(tracking_url(letter_request))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def receipt_pdf(letter_request: LetterRequest) -> bytes:
    """One A5 page; the same request gives the same bytes until its PIN is renewed."""
    submitted = letter_request.submitted_at
    if submitted is None:
        raise ValueError("A draft has no receipt.")
    data = {
        "city": CITY,
        "office": letter_request.office.name,
        "title": _("Tanda terima permohonan"),
        "rows": [
            [_("Nomor permohonan"), letter_request.reference],
            [_("Surat"), letter_request.kind.name],
            [_("Pemohon"), letter_request.applicant_name],
            [_("Dikirim"), _moment(submitted)],
            [_("Paling lambat selesai"), _moment(letter_request.due_at)],
            [_("Biaya"), _("gratis")],
        ],
        "qr": qr_svg(tracking_url(letter_request)),
        "qr_alt": _("QR menuju halaman lacak permohonan"),
        "pin_label": "PIN",
        "pin": pin_of(letter_request),
        "notes": [
            *_how_told(letter_request),
            _("Pindai QR atau buka %s, lalu masukkan nomor permohonan dan PIN.")
            % f"{settings.PORTAL_URL}{reverse('letters:track')}",
            _("Jangan berikan PIN kepada orang yang tidak Anda percaya. Petugas tidak pernah memintanya."),
        ],
    }
    return _compile(data, int(submitted.timestamp()))


def _how_told(letter_request: LetterRequest) -> list[str]:
    """What somebody without an account has to know besides."""
    if letter_request.owner_id is not None:
        return []
    told = _("Kabar setiap langkah dikirim ke surel yang Anda berikan di loket.")
    alone = _("Portal tidak mengirim kabar karena tidak ada akun atau surel: lihat sendiri kemajuannya.")
    return [
        told if letter_request.contact_email else alone,
        _("Perlu diperbaiki, atau sudah jadi? Datanglah ke loket %s dengan tanda terima ini.")
        % letter_request.office.name,
    ]


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s pukul %(time)s WITA") % {"day": long_date(local.date()), "time": local.strftime("%H.%M")}


def _compile(data: dict[str, Any], timestamp: int) -> bytes:
    # A compiler can't be entered by two threads at once, so each thread keeps its own.
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        _local.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)
    result: bytes = _local.compiler.compile(
        format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=timestamp
    )
    return result
