"""What `make run` started, on disk: so that `make stop` and the next start can end what a cut-off run left behind."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import TypedDict

from tools.embedded import PROJECT

FILE = Path(os.environ.get("VAR_DIR", PROJECT / "var")) / "run.json"


class Started(TypedDict):
    pid: int
    born: str  # the kernel's start time: a number that comes back to a later process with the same pid never matches


class Run(TypedDict):
    port: int
    manager: Started
    children: list[Started]


def born(pid: int) -> str | None:
    """When the process `pid` started, in clock ticks since boot; None when it is gone (or a zombie)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def started(pid: int) -> Started:
    return {"pid": pid, "born": born(pid) or ""}


def alive(process: Started) -> bool:
    return process["born"] != "" and born(process["pid"]) == process["born"]


def write(port: int, children: list[int]) -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    run: Run = {"port": port, "manager": started(os.getpid()), "children": [started(pid) for pid in children]}
    FILE.write_text(json.dumps(run))


def read() -> Run | None:
    """The last run that was recorded, whether it still lives or not."""
    try:
        run: Run = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return None
    return run


def running() -> Run | None:
    """The run whose manager still lives."""
    run = read()
    return run if run and alive(run["manager"]) else None


def end(processes: list[Started], seconds: float) -> None:
    """Ask `processes` to end; those still there after `seconds` are killed with their children."""
    for process in processes:
        if alive(process):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process["pid"], signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(alive, processes)):
        time.sleep(0.1)
    for process in processes:
        if alive(process):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process["pid"], signal.SIGKILL)


def sweep() -> bool:
    """End the children of a run whose manager is gone; True when there were any."""
    run = read()
    left = [child for child in run["children"] if alive(child)] if run else []
    end(left, 10)
    FILE.unlink(missing_ok=True)
    return bool(left)
