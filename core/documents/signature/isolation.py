"""Strangers' files are read in a process of its own, with limits on memory and time."""

import base64
import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from core.documents.signature.inspection import SignatureFact

PROJECT = Path(__file__).resolve().parents[3]
SECONDS = 10
MEMORY = 768 * 1024 * 1024


class UnreadableError(Exception):
    """The file is damaged, too big to read, or takes too long: not genuine."""


def inspect_isolated(data: bytes, authorities: tuple[str, ...], moment: datetime) -> tuple[SignatureFact, ...]:
    """As inspection.inspect(), in another process; raises UnreadableError on any error there."""
    request = {"pdf": base64.b64encode(data).decode(), "authorities": authorities, "moment": moment.isoformat()}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "core.documents.signature.inspection"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=SECONDS + 5,
            check=True,
            cwd=PROJECT,
            env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
            preexec_fn=_limit,
        )
        answer = json.loads(done.stdout)
        return tuple(SignatureFact(**fact) for fact in answer["signatures"])
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise UnreadableError(type(error).__name__) from error


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
