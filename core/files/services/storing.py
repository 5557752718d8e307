"""Taking, making, reading and deleting files."""

import hashlib
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.files import rules, sandbox
from core.files.models import StoredFile
from core.files.services import vault


class Upload(Protocol):
    """What Django hands over as an uploaded file."""

    def seek(self, position: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...


def store(upload: Upload, *, by: User | None, purpose: str) -> StoredFile:
    """Check, clean, encrypt and keep what a person sent. Takes a second: hold no lock meanwhile.

    `by` None is somebody without an account: no quota can be counted, so the caller limits by address.
    Raises ValidationError with the way out; then nothing is kept.
    """
    limit: int = settings.UPLOAD_MAX_BYTES
    upload.seek(0)
    # Counted while reading: the announced length is the sender's word.
    data = upload.read(limit + 1)
    if len(data) > limit:
        raise ValidationError(
            _("Berkas lebih dari %(limit)d MB. Perkecil foto di pengaturan kamera, atau kirim halaman demi halaman.")
            % {"limit": limit // 2**20},
            code="size",
        )
    if by is not None:
        _check_quota(by, len(data))
    kind = rules.kind_of(data)
    if kind.refusal:
        raise _refused(kind.refusal)
    try:
        result = sandbox.run(kind.job, data)
    except sandbox.RefusedError as error:
        raise _refused(error.reason) from None
    content_type = rules.PDF if kind.job == "pdf" else rules.JPEG
    stored = StoredFile(content_type=content_type, pages=result.pages, purpose=purpose, created_by=by)
    return _keep(stored, result.parts[0])


def _refused(reason: str) -> ValidationError:
    return ValidationError(rules.REFUSALS[reason], code=reason)


def _check_quota(by: User, size: int) -> None:
    """A person's files of the last 24 hours; staff scan for many people and get ten times as much."""
    day = StoredFile.objects.filter(created_by=by, created_at__gt=timezone.now() - timedelta(days=1), page_of=None)
    used = day.aggregate(size=Sum("size", default=0), count=Count("id"))
    factor = 10 if by.assignments_today else 1
    if (
        used["size"] + size > settings.UPLOAD_DAILY_BYTES * factor
        or used["count"] >= settings.UPLOAD_DAILY_FILES * factor
    ):
        raise ValidationError(_("Batas unggahan Anda untuk hari ini sudah tercapai. Coba lagi besok."), code="quota")


def store_generated(data: bytes, *, content_type: str, purpose: str, by: User | None, pages: int = 1) -> StoredFile:
    """Keep a file that the portal itself made, byte for byte (a signed PDF must not change)."""
    return _keep(StoredFile(content_type=content_type, pages=pages, purpose=purpose, created_by=by), data)


def store_rows(data: bytes, *, purpose: str, by: User) -> StoredFile:
    """Keep a CSV or XLSX as it was sent, for the job that reads its rows. Such a file is never handed out again."""
    _check_quota(by, len(data))
    types = StoredFile.ContentType
    content_type = types.XLSX if data.startswith(b"PK\x03\x04") else types.CSV
    return _keep(StoredFile(content_type=content_type, purpose=purpose, created_by=by), data)


def _keep(stored: StoredFile, data: bytes) -> StoredFile:
    stored.sha256 = hashlib.sha256(data).hexdigest()
    stored.size = len(data)
    # File first, then row: a file without a row is collected later, a row without a file would be a lost document.
    vault.write(stored, data)
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> bytes:
    """The plain bytes. Whether the reader may have them is for the caller to know.

    Raises FileNotFoundError, or core.population.crypto.UndecipherableError when they were altered on disk.
    """
    return vault.load(stored)


def delete(stored: StoredFile) -> None:
    """Delete a file and its page images; the bytes go when the transaction is committed."""
    gone = [stored, *StoredFile.objects.filter(page_of=stored)]
    with transaction.atomic():
        StoredFile.objects.filter(page_of=stored).delete()
        StoredFile.objects.filter(pk=stored.pk).delete()
        for row in gone:
            transaction.on_commit(lambda row=row: vault.remove(row), robust=True)  # type: ignore[misc]


def page_images(stored: StoredFile) -> list[StoredFile]:
    """A PDF's pages as JPEG files, made at the first call and kept; of a picture, the picture itself.

    Raises ValidationError when the PDF can't be drawn. The first call takes seconds: let a job make it.
    """
    if stored.content_type != rules.PDF:
        return [stored]
    kept = list(StoredFile.objects.filter(page_of=stored))
    if kept:
        return kept
    try:
        result = sandbox.run("page_images", read(stored))
    except sandbox.RefusedError as error:
        raise _refused(error.reason) from None
    with transaction.atomic():
        # Two at once would both draw: the second finds the first one's pages.
        StoredFile.objects.select_for_update().get(pk=stored.pk)
        kept = list(StoredFile.objects.filter(page_of=stored))
        return kept or [_keep(_page(stored), part) for part in result.parts]


def _page(stored: StoredFile) -> StoredFile:
    return StoredFile(
        content_type=rules.JPEG, purpose=stored.purpose, created_by_id=stored.created_by_id, page_of=stored
    )
