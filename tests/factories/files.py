"""Stored files with real bytes under FILES_ROOT."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.files import services
from core.files.models import StoredFile
from tests.core.files.corpus.pictures import document, encoded, saved, scene


def jpeg_upload(name: str = "ktp.jpg") -> SimpleUploadedFile:
    """A photograph as a browser sends it."""
    return SimpleUploadedFile(name, encoded(scene(), "JPEG"), "image/jpeg")


def pdf_upload(name: str = "kk.pdf", pages: int = 2) -> SimpleUploadedFile:
    """A PDF as a browser sends it."""
    return SimpleUploadedFile(name, saved(document(pages)), "application/pdf")


def stored_file(by: Any, data: bytes = b"contoh", content_type: str = "image/jpeg") -> StoredFile:
    """A file as the portal itself would keep it: quick, nothing is checked."""
    return services.store_generated(data, content_type=content_type, purpose="tests", by=by)
