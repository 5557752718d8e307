"""Pictures and PDF files as raw material."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A picture with enough going on that its files have some length."""
    noise = Image.effect_noise((width, height), 50)
    return Image.merge("RGB", (noise, noise.rotate(90).resize((width, height)), noise.rotate(180))).convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def document(pages: int = 1) -> pikepdf.Pdf:
    """A PDF with a line of text and a rectangle on each page; resources are inherited from the page tree."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[-1].Contents = pdf.make_stream(
            b"0.8 0.2 0.1 rg 50 600 200 100 re f BT /F1 24 Tf 72 500 Td (Halaman %d) Tj ET" % (number + 1)
        )
        if "/Resources" in pdf.pages[-1]:
            del pdf.pages[-1]["/Resources"]
    pdf.Root.Pages.Resources = Dictionary(Font=Dictionary(F1=font))
    return pdf


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    output = io.BytesIO()
    pdf.save(output, **options)
    return output.getvalue()


def annotation(**keys: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Rect=Array([50, 50, 200, 100]), **keys)
