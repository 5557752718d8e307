"""Pictures of what applicants sent: a desk looks at pictures, never at somebody's PDF."""

import io
from collections.abc import Callable
from uuid import UUID

from PIL import Image

from core.files import services as files
from core.files.models import StoredFile
from sodamolek.letters.models import RequestDocument

THUMBNAIL = (320, 320)


def render(letter_request: UUID, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the page images of every PDF of a request; how many files. Ones that exist are kept."""
    pages = RequestDocument.objects.filter(request_id=letter_request, file__content_type="application/pdf")
    found = list(pages.select_related("file"))
    for done, page in enumerate(found, start=1):
        files.page_images(page.file)
        if progress:
            progress(done, len(found))
    return len(found)


def images(document: RequestDocument) -> list[StoredFile]:
    """One document as pictures (JPEG): itself when it is one, else its pages; read them by `drafts.read_page`."""
    return files.page_images(document.file)


def thumbnail(document: RequestDocument) -> bytes:
    """A small picture of the first page, made anew each time: the large one is our own re-encoding. JPEG."""
    first = images(document)[0]
    with Image.open(io.BytesIO(files.read(first)), formats=("JPEG",)) as picture:
        picture.thumbnail(THUMBNAIL)
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()
