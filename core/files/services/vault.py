"""The bytes on disk: encrypted, whole or not there, under names that say nothing."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.files.models import StoredFile
from core.population import crypto

# A file is written before its row is committed: what is younger may still get its row.
ORPHAN_AGE = timedelta(days=1)


def _context(stored: StoredFile) -> bytes:
    # Bound to the row: a ciphertext that is moved to another row's place does not open.
    return b"files.StoredFile:" + stored.pk.bytes


def path_of(stored: StoredFile) -> Path:
    """Where a file lies. Raises ValueError for a location that leads out of FILES_ROOT."""
    root = Path(settings.FILES_ROOT).resolve()
    path = (root / stored.location).resolve()
    if not path.is_relative_to(root):
        raise ValueError("A location must stay under FILES_ROOT.")
    return path


def write(stored: StoredFile, data: bytes) -> None:
    """Encrypt and write; the file appears under its name only when all of it is on the disk."""
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(crypto.encrypt(data, _context(stored)))
            handle.flush()
            os.fsync(handle.fileno())
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(stored: StoredFile) -> bytes:
    """The plain bytes. Raises FileNotFoundError, or crypto.UndecipherableError when altered or moved."""
    return crypto.decrypt(path_of(stored).read_bytes(), _context(stored))


def remove(stored: StoredFile) -> None:
    """Delete the bytes; not there is fine."""
    path_of(stored).unlink(missing_ok=True)


def collect() -> int:
    """Delete files without a row that are older than a day (their transaction was rolled back); how many."""
    root = Path(settings.FILES_ROOT)
    limit = (timezone.now() - ORPHAN_AGE).timestamp()
    deleted = 0
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < limit]
        places = {f"{folder.name}/{path.name}" for path in old}
        known = set(StoredFile.objects.filter(location__in=places).values_list("location", flat=True))
        for path in old:
            if f"{folder.name}/{path.name}" not in known:
                path.unlink(missing_ok=True)
                deleted += 1
    return deleted
