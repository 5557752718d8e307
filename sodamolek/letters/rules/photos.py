"""When a photo of a document may be hard to read. It only explains: the applicant decides, and the office reads.

The same figures serve the browser (static/js/photocheck.js) and the server, on a grey picture of SIDE pixels.
Measured on drawn pages of text of 2,000 x 2,800 pixels (2026-11): sharp 1,760 to 4,350, also with two lines on an
empty sheet 200; blurred by 4 pixels 50 to 200, by 6 (not to be read) 10 to 30. Not yet measured on real telephones.
"""

import json

from django.utils.translation import gettext_lazy as _

SIDE = 1000
# The picture is looked at in TILES by TILES parts.
TILES = 6
# Variance of the Laplacian in the sharpest part; below it edges are washed out.
SHARP = 110
# Mean brightness of 0 to 255.
BRIGHT = 55
# The shorter side of the photo as it came, in pixels.
SMALL = 600
MEGABYTES = 5
PDF_PAGES = 20

TEXTS = {
    "blur": _(
        "Foto ini tampak buram. Bila tulisannya tidak terbaca, foto lagi: tahan ponsel diam dan ketuk layar agar fokus."
    ),
    "dark": _("Foto ini gelap. Bila tulisannya tidak terbaca, foto lagi di dekat jendela atau di bawah lampu."),
    "small": _("Foto ini kecil, huruf kecil mungkin tidak terbaca. Dekatkan kamera atau kirim foto aslinya."),
    "size": _("Berkas ini lebih besar dari 5 MB dan tidak akan diterima. Kecilkan ukuran foto di pengaturan kamera."),
    "count": _("Ini lebih banyak dari halaman yang diminta; kelebihannya tidak tersimpan."),
    "pages": _("PDF ini lebih dari 20 halaman dan tidak akan diterima. Kirim hanya halaman yang diminta."),
}


def for_browser() -> str:
    """The same rules for the page's script, as JSON."""
    limits = {"side": SIDE, "tiles": TILES, "sharp": SHARP, "bright": BRIGHT, "small": SMALL, "megabytes": MEGABYTES}
    return json.dumps({**limits, "pdfPages": PDF_PAGES, "texts": {key: str(text) for key, text in TEXTS.items()}})


def faults(sharpness: float, brightness: float, shorter_side: int) -> list[str]:
    """Keys of TEXTS that fit a picture. A dark one is not called blurred too: light mends both."""
    found = []
    if brightness < BRIGHT:
        found.append("dark")
    elif sharpness < SHARP:
        found.append("blur")
    if shorter_side < SMALL:
        found.append("small")
    return found
