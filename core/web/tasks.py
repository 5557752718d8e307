"""The portal's own rounds: the daily upkeep, and the hourly anchor of the trail."""

from datetime import date, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core.audit.services import anchor
from core.jobs import services as jobs
from core.jobs.registry import GiveUp, JobRun, job
from core.web import services

# 02.00 in Kupang: few people are there.
STARTS = timedelta(hours=2)


@job("web.upkeep", queue="bulk", atomic=False)
def upkeep(run: JobRun, *, today: str) -> dict[str, int]:
    """The daily round; its result says how many rows each step touched.

    Where a step failed the job fails and names it; the key is free again, so the next hour tries once more.
    """
    counts, failed = services.upkeep(date.fromisoformat(today))
    if failed:
        raise GiveUp(", ".join(f"{name}: {kind}" for name, kind in failed.items()))
    return counts


@job("web.anchor", queue="bulk", atomic=False)
def write_anchor(run: JobRun, *, hour: str) -> str:
    """Write the trail's last place down outside the database, so that a cut tail shows."""
    return anchor(settings.VAR_DIR / "anchors.log")


@shared_task(name="web.hourly")  # type: ignore[untyped-decorator] # Celery has no types
def hourly() -> None:
    """What beat asks for on the hour: the hour's anchor, and from 02.00 on the day's upkeep.

    Asked for again, both are done once. A portal that was away at 02.00 makes up for it in its next hour.
    """
    now = timezone.localtime()
    hour = now.strftime("%Y-%m-%dT%H")
    jobs.enqueue("web.anchor", {"hour": hour}, key=hour, once=True)
    day = (now - STARTS).date().isoformat()
    jobs.enqueue("web.upkeep", {"today": day}, key=day, once=True)
