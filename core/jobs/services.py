"""Asking for work, and taking it back."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from core.jobs.broker import publisher
from core.jobs.models import Job
from core.jobs.registry import KINDS
from core.jobs.rules import UNFINISHED, State

NIK_LENGTH = 16


def enqueue(
    name: str,
    payload: dict[str, Any] | None = None,
    *,
    key: str | None = None,
    once: bool = False,
    delay: timedelta = timedelta(0),
) -> Job:
    """Have the job `name` done once the caller's transaction is committed, after `delay`.

    `payload` holds ids, numbers and short codes, never personal data. With `key`, an unfinished job of the same
    name and key is returned instead of a new one; with `once` also one that is done (and not yet
    forgotten, see `forget_old`).
    """
    kind = KINDS[name]
    now = not delay
    job = Job(
        name=name,
        queue=kind.queue,
        payload=_checked(payload or {}),
        key=key,
        once=once,
        max_attempts=kind.max_attempts,
        due_at=Now() + delay,
        # A hint that can't go out now is not counted as sent, so `jobs.send_due` sends it on its next round.
        hinted_at=Now() if now and publisher.healthy else None,
    )
    job = _insert(job)
    if now and job.state == State.WAITING and not job.attempts:
        transaction.on_commit(partial(publisher.hint, job.pk, job.queue), robust=True)
    return job


def cancel(job: Job) -> None:
    """Call a job off: one that waits never starts; one that runs is asked to stop and may still be quicker."""
    waiting = Job.objects.filter(pk=job.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, cancel_requested=True, ended_at=Now()):
        Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()


def forget_old() -> int:
    """Delete jobs that ended more than JOBS_KEEP_DAYS ago, some thousands at a time; returns how many."""
    ended = Job.objects.filter(ended_at__lt=Now() - timedelta(days=settings.JOBS_KEEP_DAYS))
    oldest = list(ended.order_by("ended_at").values_list("pk", flat=True)[:5000])
    return Job.objects.filter(pk__in=oldest).delete()[0]


def _insert(job: Job) -> Job:
    """Write the row, or find the one that holds its key."""
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        written = Job.objects.filter(pk=job.pk).first()
        if written is None:
            same_key = Job.objects.filter(name=job.name, key=job.key)
            written = (
                same_key.filter(state__in=UNFINISHED).first() or same_key.filter(once=True, state=State.DONE).first()
            )
        if written is not None:
            return written
        # Else the other one ended between our two statements: its key is free again.


def _checked(payload: dict[str, Any]) -> dict[str, Any]:
    """`payload` as plain JSON values; refuses what looks like a NIK or is too long to be an id."""
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
    for name, value in plain.items():
        text = str(value)
        if len(text) == NIK_LENGTH and text.isdigit():
            raise ValueError(f"{name} looks like a NIK: jobs carry ids only.")
        if len(text) > 2000:
            raise ValueError(f"{name} is too long for an id: jobs carry ids only.")
    return plain
