"""The safety net: finds rows that are due and that no worker has been told of lately."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from core.jobs.broker import publish
from core.jobs.models import Job
from core.jobs.runner import TAKEABLE

logger = logging.getLogger(__name__)

# Enough to keep the workers busy until the next round; more would only fill the queues with copies of hints.
BATCH = 300


def send_due() -> int:
    """Publish hints for due jobs and for those with a lease that ran out; returns how many.

    Safe to run twice at once: rows are claimed with SKIP LOCKED. A row is not hinted at again for
    JOBS_RESEND_AFTER, so that a long queue is not filled with copies of itself.
    """
    with transaction.atomic():
        silent = Q(hinted_at=None) | Q(hinted_at__lt=Now() - settings.JOBS_RESEND_AFTER)
        due = Job.objects.select_for_update(skip_locked=True).filter(TAKEABLE, silent).order_by("due_at")[:BATCH]
        rows = list(due.values_list("pk", "queue"))
        Job.objects.filter(pk__in=[pk for pk, _ in rows]).update(hinted_at=Now())
    for sent, (pk, queue) in enumerate(rows):
        try:
            publish(pk, queue)
        except Exception as error:  # noqa: BLE001 - the broker is away; the rest must be sent on the next round
            logger.warning("The broker takes no hints: %s", type(error).__name__)
            Job.objects.filter(pk__in=[pk for pk, _ in rows[sent:]]).update(hinted_at=None)
            return sent
    return len(rows)
