"""Keys of a developer's machine: made once, kept beside the data they encrypt."""

import base64
import contextlib
import json
import secrets
from pathlib import Path
from typing import TypedDict


class Keys(TypedDict):
    FIELD_KEYS: list[str]
    BLIND_INDEX_KEY: str


def local_keys(folder: Path) -> Keys:
    """The keys in `folder`/keys.json, made at the first call."""
    file = folder / "keys.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = [base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)]
        draft = folder / f"keys-{secrets.token_hex(4)}.json"
        draft.write_text(json.dumps({"FIELD_KEYS": fresh[:1], "BLIND_INDEX_KEY": fresh[1]}))
        draft.chmod(0o600)
        with contextlib.suppress(FileExistsError):  # another process was first; its keys are the keys
            file.hardlink_to(draft)
        draft.unlink()
    keys: Keys = json.loads(file.read_text())
    return keys
