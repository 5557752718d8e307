"""The kinds of jobs, by name. An app's jobs stand in its tasks.py:

@job("letters.render_preview", queue="interactive")
def render_preview(run: JobRun, *, letter_request: str) -> None: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from core.jobs.rules import Queue


class GiveUp(Exception):
    """Raised by a job that can never succeed: it ends `failed` at once. The text must hold no personal data."""


class Cancelled(Exception):
    """Raised by a job that saw `run.cancelled()`: it ends `cancelled` and what it wrote is rolled back."""


class JobRun(Protocol):
    """One attempt at a job, as the job's function sees it."""

    job_id: UUID
    attempt: int
    max_attempts: int

    def progress(self, done: int, total: int) -> None:
        """Note how far the work is; written to the row about once a second."""

    def cancelled(self) -> bool:
        """Whether somebody cancelled the job, or the lease is lost: stop by raising `Cancelled`."""

    def finish(self, result: Any = None) -> None:
        """Mark the job done in the transaction that holds its effect (for kinds with atomic=False)."""


Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Kind:
    name: str
    function: Callable[..., Any]
    queue: Queue
    max_attempts: int
    atomic: bool
    longest_wait: timedelta


KINDS: dict[str, Kind] = {}


def job(
    name: str,
    *,
    queue: str = Queue.INTERACTIVE,
    max_attempts: int = 5,
    atomic: bool = True,
    longest_wait: timedelta = timedelta(minutes=5),
) -> Callable[[Function], Function]:
    """Register `function(run, **payload)` as the work of jobs called `name`; its JSON return value is the result.

    With `atomic` the effect and the `done` are committed together, so the work is done exactly once. A job that
    talks to the outside says atomic=False (no transaction stays open meanwhile) and must bear being run again.
    An exception makes it run again after a growing wait (5 s, 10 s ... `longest_wait`), `max_attempts` times in all.
    """

    def register(function: Function) -> Function:
        if name in KINDS and KINDS[name].function is not function:
            raise ValueError(f"Two jobs are called {name}.")
        KINDS[name] = Kind(name, function, Queue(queue), max_attempts, atomic, longest_wait)
        return function

    return register
