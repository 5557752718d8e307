"""Opens what strangers send, in a process of its own with limits: no keys, no database, little memory and time."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("worker.py")
SECONDS = 25  # a busy machine included; the web server gives up on a request after 30
# Each may take a core and some hundred MB: more at once would slow every other page down.
AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 15


class RefusedError(Exception):
    """The file can't be taken; `reason` is a key of `rules.REFUSALS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Result:
    """What the worker made: one part for a file, or one part for each page image."""

    pages: int
    parts: list[bytes]


def run(job: str, data: bytes, *, seconds: float = SECONDS) -> Result:
    """Let the worker do `job` ("image", "pdf" or "page_images") on `data`.

    Raises RefusedError. A worker that crashes, runs out of memory or hangs means the file is at fault, not the portal.
    """
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise RefusedError("busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own script, the data comes by stdin
            [sys.executable, "-I", str(WORKER), job],
            input=data,
            capture_output=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            cwd="/",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError("slow") from None
    finally:
        AT_ONCE.release()
    return _read(done)


def _read(done: subprocess.CompletedProcess[bytes]) -> Result:
    head, separator, body = done.stdout.partition(b"\n")
    if done.returncode or not separator:
        raise RefusedError("slow" if done.returncode == -24 else "broken")  # 24 = SIGXCPU
    answer = json.loads(head)
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    parts = []
    for length in answer["lengths"]:
        parts.append(body[:length])
        body = body[length:]
    return Result(answer["pages"], parts)
