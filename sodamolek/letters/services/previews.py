"""Page images of what applicants sent as PDF: a desk shows pictures, never somebody's PDF."""

from collections.abc import Callable
from uuid import UUID

from core.files import services as files
from core.files.models import StoredFile
from sodamolek.letters.models import RequestDocument


def render(letter_request: UUID, *, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the page images of every PDF of a request; how many files. Ones that exist are kept."""
    pages = RequestDocument.objects.filter(request_id=letter_request, file__content_type="application/pdf")
    found = list(pages.select_related("file"))
    for done, page in enumerate(found, start=1):
        files.page_images(page.file)
        progress(done, len(found))
    return len(found)


def images(document: RequestDocument) -> list[StoredFile]:
    """The pictures of one document: itself when it is one, else its pages."""
    if document.file.content_type == "application/pdf":
        return list(files.page_images(document.file))
    return [document.file]
