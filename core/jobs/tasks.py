"""The Celery tasks of this app: do one job, send again what no worker has heard of, forget what is long over."""

from uuid import UUID

from celery import shared_task

from core.jobs import runner, sender, services


@shared_task(name="jobs.run")  # type: ignore[untyped-decorator] # Celery has no types
def run_job(job_id: str) -> None:
    """Do the job with this id. A second delivery of the same id finds nothing to do."""
    runner.run(UUID(job_id))


@shared_task(name="jobs.send_due")  # type: ignore[untyped-decorator] # Celery has no types
def send_due() -> None:
    """Hint at jobs that are due and at those whose worker is gone."""
    sender.send_due()


@shared_task(name="jobs.forget_old")  # type: ignore[untyped-decorator] # Celery has no types
def forget_old() -> None:
    """Delete rows of jobs that ended long ago."""
    services.forget_old()
