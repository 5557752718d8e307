"""Jobs of SiHebat: each fetches by id and calls one service."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from core.jobs.registry import GiveUp, JobRun, job
from sihebat.services import importing, prices, reports


# More attempts than usual: a server that is started again some times in an afternoon still gets its report.
@job(reports.JOB, queue="bulk", max_attempts=10)
def efficiency_report(run: JobRun, *, report: str) -> dict[str, Any]:
    """Make and freeze one report; effect and `done` are committed together."""
    try:
        return reports.make_report(UUID(report), run)
    except ValidationError as error:
        # No attempt will find a ceiling that is not there; the text names periods and offices only.
        raise GiveUp(" ".join(error.messages)) from error


# Each piece of the file is a transaction of its own: clerks don't wait for a long file to end.
@job(importing.JOB, queue="bulk", max_attempts=10, atomic=False)
def import_fills(run: JobRun, *, batch: str) -> None:
    """Take a file of fills; after a crash it goes on behind the last finished piece."""
    importing.run_import(UUID(batch), run)


# In pieces, so that no clerk waits for a vehicle until all are done.
@job(prices.REFRESH_JOB, queue="bulk", atomic=False)
def refresh_flags(run: JobRun, *, product: str, since: str) -> dict[str, int]:
    """Measure the fills of a product against a price that was entered late."""
    return {"changed": prices.refresh_flags_of(product, date.fromisoformat(since))}
