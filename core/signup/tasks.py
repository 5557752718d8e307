"""What registration does later."""

from celery import shared_task

from core.jobs import services as jobs
from core.jobs.registry import JobRun, job
from core.signup import services


class StillSilent(Exception):
    """The register gave no answer again; the job comes back later."""


@job("signup.refresh_match", queue="bulk", max_attempts=50, atomic=False)
def refresh_match(run: JobRun, *, resident: str) -> str:
    """Ask the register again for a resident who is "belum dipadankan"."""
    state = services.refresh_match(resident)
    if state == "unmatched":
        raise StillSilent
    return state


@job("signup.refresh_all", queue="bulk", atomic=False)
def refresh_all(run: JobRun) -> int:
    """Ask again for whoever is still "belum dipadankan", after the register was silent for longer."""
    return services.refresh_all()


@job("signup.sweep", queue="bulk")
def sweep(run: JobRun) -> int:
    """Delete registrations that nobody finished."""
    return services.sweep()


@shared_task(name="signup.hourly")  # type: ignore[untyped-decorator]
def hourly() -> None:
    """What beat asks for once an hour; a round that is still waiting is not doubled."""
    jobs.enqueue("signup.sweep", key="signup.sweep")
    jobs.enqueue("signup.refresh_all", key="signup.refresh_all")
