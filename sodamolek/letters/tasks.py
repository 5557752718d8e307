"""Jobs of letters: each fetches by id and calls one service."""

from datetime import date
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from core.jobs import services as jobs
from core.jobs.registry import JobRun, job
from sodamolek.letters.services import previews, upkeep


@job("letters.render_previews", queue="interactive")
def render_previews(run: JobRun, *, letter_request: str) -> dict[str, Any]:
    """Page images of the PDF files of a request, so that the desk sees them at once."""
    return {"files": previews.render(UUID(letter_request), progress=run.progress)}


@job("letters.expire", queue="bulk", atomic=False)
def expire(run: JobRun, *, today: str) -> dict[str, int]:
    """Close what nobody answered, and delete scans whose time is over."""
    day = date.fromisoformat(today)
    return {"expired": upkeep.expire_unanswered(day), "scans": upkeep.delete_old_scans(day)}


@shared_task(name="letters.daily")  # type: ignore[untyped-decorator] # Celery has no types
def daily() -> None:
    """What beat asks for; several times a day is once, and a day that was missed is made up by the next."""
    today = timezone.localdate().isoformat()
    jobs.enqueue("letters.expire", {"today": today}, key=today, once=True)
