"""Loading the kinds of letters: a changed file makes a new version, and requests keep theirs."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from sodamolek.letters.models import LetterKind
from sodamolek.letters.rules.loading import SchemaError, expand
from sodamolek.letters.rules.validation import kind_from

FOLDER = Path(__file__).resolve().parent.parent / "data" / "kinds"
# What kinds have in common; a kind's file says "@name" where a part of it belongs.
SHARED = FOLDER.parent / "shared.json"


@transaction.atomic
def load_kinds(folder: Path = FOLDER) -> list[LetterKind]:
    """Read all kinds in `folder`; the versions that are new. Nothing is written when one file is wrong.

    Raises SchemaError that names the file and the field.
    """
    made: list[LetterKind] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        data = read_kind(path)
        spec = kind_from(data, path.name)
        if spec.code in seen:
            raise SchemaError(f"{path.name}.code", f"“{spec.code}” sudah ada di {seen[spec.code]}")
        seen[spec.code] = path.name
        kind = _store(spec.code, spec.name, data)
        if kind:
            made.append(kind)
    return made


def read_kind(path: Path) -> Any:
    """A kind's file as it is stored: with what it shares with others in its place."""
    return expand(_read(path), _read(SHARED), path.name)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SchemaError(path.name, f"bukan JSON yang sah: {error}") from None


def _store(code: str, name: str, data: object) -> LetterKind | None:
    checksum = hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    current = LetterKind.objects.select_for_update().filter(code=code, is_current=True).first()
    if current and current.checksum == checksum:
        return None
    last = LetterKind.objects.filter(code=code).order_by("-version").first()
    LetterKind.objects.filter(code=code, is_current=True).update(is_current=False)
    return LetterKind.objects.create(
        code=code, version=last.version + 1 if last else 1, name=name, data=data, checksum=checksum
    )
