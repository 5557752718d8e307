"""Pictures of papers that stand for documents."""

import io

from django.utils import timezone
from PIL import Image, ImageDraw


def paper(title: str, name: str) -> bytes:
    """A picture (JPEG) of a sheet of paper that says what it stands for."""
    picture = Image.new("RGB", (900, 1200), "#f4f1e8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, 840, 1140), outline="#8a8371", width=3)
    pen.text((110, 130), title.upper(), fill="#2a2a2a", font_size=30)
    pen.text((110, 200), f"Nama: {name}", fill="#2a2a2a", font_size=28)
    for line in range(12):
        pen.line((110, 290 + line * 50, 790 - (line % 4) * 60, 290 + line * 50), fill="#b8b1a0", width=6)
    pen.text((110, 1000), "CONTOH - bukan dokumen sungguhan", fill="#9a2a18", font_size=30)
    pen.text((110, 1050), f"{timezone.localdate():%d-%m-%Y}", fill="#2a2a2a", font_size=26)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()
