"""Jobs of letters: each fetches by id and calls one service."""

from datetime import date
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from core.jobs import services as jobs
from core.jobs.registry import JobRun, job
from sodamolek.letters.services import previews, upkeep
from sodamolek.letters.services.city_months import add_up_city
from sodamolek.letters.services.digest import send_digests

# Hours of the city between which the morning's message makes sense.
DIGEST_FROM, DIGEST_UNTIL = 6, 12


@job("letters.render_previews", queue="interactive")
def render_previews(run: JobRun, *, letter_request: str) -> dict[str, Any]:
    """Page images of the PDF files of a request, so that the desk sees them at once."""
    return {"files": previews.render(UUID(letter_request), progress=run.progress)}


@job("letters.expire", queue="bulk", atomic=False)
def expire(run: JobRun, *, today: str) -> dict[str, int]:
    """Remind who has not answered, and close what nobody answered."""
    day = date.fromisoformat(today)
    reminded = upkeep.remind_unanswered(day)
    return {"expired": upkeep.expire_unanswered(day), "reminded": reminded}


@job("letters.add_up_city", queue="bulk")
def add_up(run: JobRun, *, hour: str) -> dict[str, int]:
    """Keep short what the city's statistics read beside its months."""
    return {"changes": add_up_city()}


@job("letters.digest", queue="mail", atomic=False)
def digest(run: JobRun, *, today: str) -> dict[str, int]:
    """Tell every office's people in the morning what waits for them."""
    return {"told": send_digests(date.fromisoformat(today))}


@shared_task(name="letters.daily")  # type: ignore[untyped-decorator] # Celery has no types
def daily() -> None:
    """What beat asks for each hour; a day that was missed is made up by the next."""
    now = timezone.localtime()
    today, hour = now.date().isoformat(), now.strftime("%Y-%m-%dT%H")
    jobs.enqueue("letters.add_up_city", {"hour": hour}, key=hour, once=True)
    jobs.enqueue("letters.expire", {"today": today}, key=today, once=True)
    if DIGEST_FROM <= now.hour < DIGEST_UNTIL:
        jobs.enqueue("letters.digest", {"today": today}, key=today, once=True)
