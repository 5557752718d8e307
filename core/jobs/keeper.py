"""The lease of a running job: renewed by a thread, checked by every write of the attempt."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from core.jobs.models import Job
from core.jobs.rules import State

logger = logging.getLogger(__name__)

TICK = 1.0  # seconds between looks at progress and cancellation


class LeaseLost(Exception):
    """Another attempt has the row: nothing of this one may be committed."""


class Attempt:
    """One attempt at a job (the JobRun that its function gets). Writes only while its lease holds."""

    def __init__(self, job: Job) -> None:
        self.job_id = job.pk
        self.attempt = job.attempts
        self.max_attempts = job.max_attempts
        self._lease = job.lease
        self._progress = (0, 0)
        self._written = (0, 0)
        self._stop = False
        self._kept = False
        self._over = threading.Event()

    # --- what the job's function calls

    def progress(self, done: int, total: int) -> None:
        """Note how far the work is."""
        self._progress = (done, total)
        if not self._kept:
            self._renew()

    def cancelled(self) -> bool:
        """Whether to stop."""
        if not self._kept:
            self._renew()
        return self._stop

    def finish(self, result: Any = None) -> None:
        """Mark the job done in the current transaction."""
        self.end(State.DONE, result=result)

    # --- what the runner calls

    def finished(self) -> bool:
        """Whether the function itself marked the job done, and that was committed."""
        return Job.objects.filter(pk=self.job_id, state=State.DONE, lease=self._lease).exists()

    def end(self, state: State, **fields: Any) -> None:
        """Write the last state; raises LeaseLost when another attempt has the row."""
        done, total = self._progress
        self._write(state=state, lease_until=None, ended_at=Now(), progress_done=done, progress_total=total, **fields)

    def again(self, wait: timedelta, error: str) -> None:
        """Let the job wait for its next attempt."""
        self._write(state=State.WAITING, lease=None, lease_until=None, due_at=Now() + wait, hinted_at=None, error=error)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease from a thread until the block ends."""
        self._kept = True
        thread = threading.Thread(target=self._keep, name=f"job-lease-{self.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.job_id, state=State.RUNNING, lease=self._lease)
        if not mine.update(**fields):
            raise LeaseLost

    def _keep(self) -> None:
        every = settings.JOBS_LEASE.total_seconds() / 3
        renewed = time.monotonic()
        while not self._over.wait(min(TICK, every)):
            now = time.monotonic()
            if self._progress == self._written and now - renewed < every:
                continue
            try:
                self._renew()
                renewed = now
            except (DatabaseError, InterfaceError) as error:
                # PostgreSQL is away: the lease may run out, and then the last write finds that out.
                logger.warning("Lease of job %s not renewed: %s", self.job_id, type(error).__name__)
                connection.close()
        connection.close()

    def _renew(self) -> None:
        """Push the lease on, write the progress, see whether somebody called the job off."""
        progress = self._progress
        mine = Job.objects.filter(pk=self.job_id, state=State.RUNNING, lease=self._lease)
        held = mine.update(
            lease_until=Now() + settings.JOBS_LEASE, progress_done=progress[0], progress_total=progress[1]
        )
        self._written = progress
        if not held or mine.filter(cancel_requested=True).exists():
            self._stop = True
