"""More than 200 bad and 50 good files through `files.store`: `python -m bench.drill_uploads`.

Every bad file must be refused with nothing kept (or, a picture with something riding on it, be kept without that);
every good one must be taken. Prints a table by group and the largest worker; exit 1 when one file went wrong.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.database import throwaway
from core.accounts.models import User
from core.files import services
from core.files.models import StoredFile
from tests.core.files.corpus import bad_files, good_files


def attempt(data: bytes, by: User) -> StoredFile | str:
    """The stored file, or why it was refused."""
    try:
        return services.store(SimpleUploadedFile("foto.jpg", data, "image/jpeg"), by=by, purpose="drill")
    except ValidationError as error:
        return error.code or "?"


def run() -> int:
    """The drill; how many files went wrong."""
    user = User.objects.create_user(name="Warga Contoh")
    outcome: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    for bad in bad_files():
        start = time.monotonic()
        result = attempt(bad.data, user)
        slowest = max(slowest, time.monotonic() - start)
        if isinstance(result, str):
            outcome[bad.group, f"refused: {result}"] += 1
        elif bad.cleaned and b"KENARI" not in services.read(result):
            outcome[bad.group, "kept, cleaned"] += 1
        else:
            wrong.append(f"stored: {bad.group}, {bad.name}")
    bad_count = outcome.total() + len(wrong)
    good = dict(good_files())
    for name, data in good.items():
        result = attempt(data, user)
        if isinstance(result, str):
            wrong.append(f"refused ({result}): {name}")
        else:
            outcome["good", "kept"] += 1
    report(outcome, wrong, f"{bad_count} bad, {len(good)} good, slowest {slowest:.1f} s")
    return len(wrong)


def report(outcome: Counter[tuple[str, str]], wrong: list[str], summary: str) -> None:
    """The table, what went wrong, and what lies on the disk without a row."""
    for (group, what), count in sorted(outcome.items()):
        print(f"{group:12} {what:22} {count:4}")
    for line in wrong:
        print(f"WRONG {line}")
    on_disk = sum(1 for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{summary}; files {on_disk}, rows {StoredFile.objects.count()}; largest process {largest:.0f} MB")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, throwaway():
        settings.FILES_ROOT = Path(folder)
        settings.UPLOAD_DAILY_FILES = settings.UPLOAD_DAILY_BYTES = 10**9
        return 1 if run() else 0


if __name__ == "__main__":
    sys.exit(main())
