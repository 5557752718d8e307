"""Kinds of jobs that only the tests know; a test's worker imports them too."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from core.accounts.models import User
from core.base import uuid7
from core.jobs.models import Job
from core.jobs.registry import Cancelled, GiveUp, JobRun, job


def touch(path: str) -> None:
    """Leave a mark that no rollback removes: one line for each attempt."""
    with Path(path).open("a") as file:
        file.write("x")


@job("tests.add", queue="interactive", max_attempts=3)
def add(run: JobRun, *, name: str, seconds: float = 0, mark: str = "") -> dict[str, Any]:
    """Write one person; the effect and `done` are one transaction."""
    if mark:
        touch(mark)
    User.objects.create(name=name)
    time.sleep(seconds)
    return {"attempt": run.attempt}


@job("tests.outside", queue="bulk", max_attempts=3, atomic=False)
def outside(run: JobRun, *, steps: int, seconds: float = 0) -> None:
    """Work outside a transaction, with progress, that can be called off."""
    for step in range(steps):
        if run.cancelled():
            raise Cancelled
        run.progress(step + 1, steps)
        time.sleep(seconds)


@job("tests.fail", queue="interactive", max_attempts=3)
def fail(run: JobRun, *, until: int = 99) -> None:
    """Write somebody, then fail on the attempts before number `until`."""
    User.objects.create(name="gagal")
    if run.attempt < until:
        raise ValueError("Yohanes 5371010101900001")


@job("tests.give_up")
def give_up(run: JobRun) -> None:
    raise GiveUp("tidak ada jalan")


@job("tests.crash", max_attempts=3)
def crash(run: JobRun, *, mark: str) -> None:
    """Kill the process that tries it."""
    touch(mark)
    os.kill(os.getpid(), signal.SIGKILL)


@job("tests.steal", max_attempts=3)
def steal(run: JobRun) -> None:
    """Write somebody while another attempt takes the row, as after a long pause of this worker."""
    User.objects.create(name="terlambat")
    Job.objects.filter(pk=run.job_id).update(lease=uuid7())
