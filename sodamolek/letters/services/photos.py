"""What an applicant should know about a photo that was just stored; for browsers that could not say it before."""

import io
from collections.abc import Iterator
from itertools import product

from PIL import Image, ImageFilter, ImageStat

from core.files import services as files
from sodamolek.letters.models import RequestDocument
from sodamolek.letters.rules.photos import SIDE, TEXTS, TILES, faults

LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def hints(document: RequestDocument) -> list[str]:
    """What may make this page hard to read; none for a PDF. Only our own re-encoding is opened here."""
    if document.file.content_type != "image/jpeg":
        return []
    with Image.open(io.BytesIO(files.read(document.file)), formats=("JPEG",)) as picture:
        return [str(TEXTS[fault]) for fault in faults(*measure(picture))]


def measure(picture: Image.Image) -> tuple[float, float, int]:
    """Sharpness, brightness and the shorter side, as rules/photos.py means them."""
    shorter = min(picture.size)
    grey = picture.convert("L")
    grey.thumbnail((SIDE, SIDE))
    edges = grey.filter(LAPLACIAN).crop((1, 1, max(grey.width - 1, 2), max(grey.height - 1, 2)))
    # The sharpest part counts: a sheet with three lines of text is mostly empty.
    sharpest = max(ImageStat.Stat(edges.crop(box)).var[0] for box in _tiles(edges.width, edges.height))
    return sharpest, ImageStat.Stat(grey).mean[0], shorter


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    columns, rows = min(TILES, width), min(TILES, height)
    for row, column in product(range(rows), range(columns)):
        yield (
            width * column // columns,
            height * row // rows,
            width * (column + 1) // columns,
            height * (row + 1) // rows,
        )
