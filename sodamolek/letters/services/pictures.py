"""The letter as a picture, to be read on any phone before it is signed."""

import io
import threading

import pypdfium2
from django.core.exceptions import PermissionDenied
from PIL import Image

from core.accounts.models import User
from core.audit import services as audit
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.content import preview_pdf

# 110 dots per inch: small print stays legible on a phone that zooms in, and a page weighs about 60 kB.
SCALE = 110 / 72
# PDFium bears one thread at a time, and the web server answers from several.
_PDFIUM = threading.Lock()


def read_preview(letter_request: LetterRequest, *, by: User) -> bytes:
    """The preview as PDF. It shows the whole NIK, as the letter will, so whoever is not the owner is recorded.

    Not for an applicant about a person of whom they must not read (PermissionDenied).
    """
    if by.pk == letter_request.owner_id and letter_request.hides_person:
        raise PermissionDenied
    if by.pk not in (letter_request.owner_id, letter_request.resident.user_id):
        audit.record("preview", letter_request, by=by, office_id=letter_request.office_id)
    return preview_pdf(letter_request)


def preview_picture(letter_request: LetterRequest, *, by: User) -> bytes:
    """The same as a picture. Only our own PDF is ever rendered here."""
    return picture_of(read_preview(letter_request, by=by))


def picture_of(data: bytes) -> bytes:
    """All pages of one of our own PDF files, one below the other, as PNG."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = [page.render(scale=SCALE).to_pil().convert("L") for page in document]
        finally:
            document.close()
    sheet = Image.new("L", (max(p.width for p in pages), sum(p.height for p in pages)), 255)
    top = 0
    for page in pages:
        sheet.paste(page, (0, top))
        top += page.height
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
