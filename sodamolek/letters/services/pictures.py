"""The letter as a picture, to be read on any phone before it is signed."""

import io

import pypdfium2
from PIL import Image

from sodamolek.letters.models import LetterRequest
from sodamolek.letters.services.content import preview_pdf

# 110 dots per inch: small print stays legible on a phone that zooms in, and a page weighs about 60 kB.
SCALE = 110 / 72


def preview_picture(letter_request: LetterRequest) -> bytes:
    """All pages of the preview, one below the other, as PNG. Only our own PDF is ever rendered here."""
    document = pypdfium2.PdfDocument(preview_pdf(letter_request))
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
