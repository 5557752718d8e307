"""The job that carries a delivery out."""

from uuid import UUID

from core.jobs.registry import JobRun, job
from core.notifications import delivery as mails


# About four hours of a mail server that is away; the message stands in the inbox meanwhile.
@job("notifications.deliver", queue="mail", max_attempts=50, atomic=False)
def deliver(run: JobRun, *, delivery: str) -> None:
    """Send the mail of this delivery, once."""
    mails.deliver(UUID(delivery))
