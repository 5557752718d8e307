"""Strangers' files are read in a process of its own, with limits on memory and time."""

import base64
import json
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from core.documents.signature.inspection import SECONDS, SignatureFact

PROJECT = Path(__file__).resolve().parents[3]
PROGRAM = "from core.documents.signature.inspection import main; main()"
# Each takes a core for about a second: more at once would slow every other page down.
AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 10


class UnreadableError(Exception):
    """The file is damaged, too big to read, or takes too long: not genuine."""


def inspect_isolated(data: bytes, authorities: tuple[str, ...], moment: datetime) -> tuple[SignatureFact, ...]:
    """As inspection.inspect(), in another process; raises UnreadableError on any error there."""
    request = {"pdf": base64.b64encode(data).decode(), "authorities": authorities, "moment": moment.isoformat()}
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise UnreadableError("busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own program, the file comes by stdin
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=SECONDS * 3,
            check=True,
            cwd=PROJECT,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
        answer = json.loads(done.stdout)
        return tuple(SignatureFact(**fact) for fact in answer["signatures"])
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise UnreadableError(type(error).__name__) from error
    finally:
        AT_ONCE.release()
