"""Doing a job: take the row by compare-and-swap, hold its lease, call its function, write how it ended."""

import logging
import traceback
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from core.jobs.keeper import Attempt, LeaseLost
from core.jobs.models import Job
from core.jobs.registry import KINDS, Cancelled, GiveUp, Kind
from core.jobs.rules import State, backoff

logger = logging.getLogger(__name__)

TAKEABLE = Q(state=State.WAITING, due_at__lte=Now()) | Q(state=State.RUNNING, lease_until__lt=Now())


def run(job_id: UUID, *, keep: bool = True) -> bool:
    """Do the job if it is due and nobody holds it; False when there was nothing to do.

    `keep=False` renews no lease: for a caller inside a transaction, whose rows no other connection sees.
    """
    job = _take(job_id)
    if job is None:
        return False
    attempt = Attempt(job)
    if keep:
        with attempt.kept():
            _perform(job, attempt)
    else:
        _perform(job, attempt)
    return True


def run_waiting(name: str | None = None) -> int:
    """Do all due jobs here and now, those called `name` if given; for tests and commands. Returns how many."""
    count = 0
    while True:
        due = Job.objects.filter(TAKEABLE, **({"name": name} if name else {}))
        ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:100])
        done = sum(run(job_id, keep=not connection.in_atomic_block) for job_id in ids)
        if not done:
            return count
        count += done


def _take(job_id: UUID) -> Job | None:
    """The row, now ours for the length of a lease; None when it isn't due, is held, or is over."""
    lease = uuid4()
    row = Job.objects.filter(TAKEABLE, pk=job_id)
    taken = row.filter(attempts__lt=F("max_attempts"), cancel_requested=False).update(
        state=State.RUNNING,
        attempts=F("attempts") + 1,
        lease=lease,
        lease_until=Now() + settings.JOBS_LEASE,
        started_at=Now(),
        error="",
    )
    if taken:
        return Job.objects.get(pk=job_id)
    # Left by a worker that died: called off meanwhile, or a job that kills whoever tries it.
    over = {"lease": None, "lease_until": None, "ended_at": Now()}
    if not row.filter(cancel_requested=True).update(state=State.CANCELLED, **over):
        row.filter(attempts__gte=F("max_attempts")).update(state=State.FAILED, error="WorkerLost", **over)
    return None


def _perform(job: Job, attempt: Attempt) -> None:
    kind = KINDS.get(job.name)
    try:
        if kind is None:
            raise LookupError(job.name)  # an older worker during a release: another will know the name
        if kind.atomic:
            with transaction.atomic():
                allow_long_work()
                attempt.finish(kind.function(attempt, **job.payload))
        else:
            result = kind.function(attempt, **job.payload)
            if not attempt.finished():
                attempt.finish(result)
    except Cancelled:
        attempt.end(State.CANCELLED)
    except LeaseLost:
        logger.warning("Job %s (%s) took longer than its lease; another attempt decides.", job.pk, job.name)
    except Exception as error:  # noqa: BLE001 - any failure of a job is written to its row
        _fail(job, attempt, kind, error)


def _fail(job: Job, attempt: Attempt, kind: Kind | None, error: Exception) -> None:
    """Write the failure and when to try again. Neither row nor log gets the error's text: it may name people."""
    text = describe(error)
    logger.error("Job %s (%s), attempt %d of %d: %s", job.pk, job.name, job.attempts, job.max_attempts, text)
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if isinstance(error, GiveUp) or job.attempts >= job.max_attempts:
        attempt.end(State.FAILED, error=text)
    else:
        wait = backoff(job.attempts, kind.longest_wait if kind else settings.JOBS_LEASE)
        attempt.again(wait, error=text)


def describe(error: BaseException) -> str:
    """The error's type and the places it came through, innermost first; without its text."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
    places = " < ".join(f"{'/'.join(f.filename.split('/')[-3:])}:{f.lineno} {f.name}" for f in frames)
    text = f"{type(error).__name__}: {error}" if isinstance(error, GiveUp) else type(error).__name__
    return f"{text} ({places})"[:500]


def allow_long_work() -> None:
    """Lift the limits of a web request for this transaction: a report may compute for minutes."""
    limit = f"{settings.CELERY_TASK_TIME_LIMIT}s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', '300s', true),"
            " set_config('idle_in_transaction_session_timeout', %s, true)",
            [limit],
        )
