"""What the portal does by itself, day by day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.days import start_of_day
from core.files import services as files
from core.workflow import IllegalMove
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.services.common import tell
from sodamolek.letters.workflow import FINISHED, LETTER, Status

ANSWER_WITHIN = timedelta(days=30)
REMIND_AFTER = timedelta(days=20)
AFTER_REMINDER = ANSWER_WITHIN - REMIND_AFTER
# Scans are needed to decide and to answer a complaint; the letter itself is the archive.
KEEP_SCANS = timedelta(days=365)
CHUNK = 500


def expire_unanswered(today: date) -> int:
    """Close drafts that nobody touched, and requests returned, more than 30 days before `today`; how many.

    A returned one only when its reminder is ten days old: who was reminded late has the days that it promised.
    """
    limit = start_of_day(today - ANSWER_WITHIN)
    drafts = LetterRequest.objects.filter(status=Status.DRAFT, touched_at__lt=limit)
    # Counted from the day the applicant was told, not from the submission.
    returned = LetterRequest.objects.filter(
        status=Status.RETURNED,
        returned_at__lt=limit,
        reminded_at__gt=F("returned_at"),
        reminded_at__lt=start_of_day(today - AFTER_REMINDER + timedelta(days=1)),
    )
    closed = 0
    for row in [*drafts.iterator(CHUNK), *returned.iterator(CHUNK)]:
        try:
            with transaction.atomic():
                expired: LetterRequest = LETTER.apply("expire", row, by=None)
                if expired.submitted_at:
                    tell(expired, "expired")
        except IllegalMove:
            continue  # The applicant was quicker.
        closed += 1
    return closed


def remind_unanswered(today: date) -> int:
    """Remind whoever has not answered a return for 20 days: ten are left; how many were reminded."""
    due = LetterRequest.objects.filter(status=Status.RETURNED, returned_at__lt=start_of_day(today - REMIND_AFTER))
    waiting = due.filter(Q(reminded_at=None) | Q(reminded_at__lte=F("returned_at")))
    reminded = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                waiting.select_for_update(of=("self",)).select_related("kind", "office", "owner").filter(pk=pk).first()
            )
            if row is None:
                continue  # Answered in the meantime.
            row.reminded_at = timezone.now()
            row.save(update_fields=["reminded_at"])
            tell(row, "reminder")
        reminded += 1
    return reminded


def delete_old_scans(today: date) -> int:
    """Delete scans and addresses of requests that ended a year ago, and soon the scans of drafts that were given up."""
    ended = start_of_day(today - KEEP_SCANS)
    old = RequestDocument.objects.filter(request__decided_at__lt=ended)
    given_up = RequestDocument.objects.filter(
        request__status__in=[Status.CANCELLED, Status.EXPIRED],
        request__created_at__lt=start_of_day(today - ANSWER_WITHIN),
    )
    deleted = _forget_contacts(ended)
    for pages in (old, given_up):
        for page in pages.select_related("file").iterator(CHUNK):
            with transaction.atomic():
                stored = page.file
                page.delete()
                files.delete(stored)
            deleted += 1
    return deleted


def _forget_contacts(ended: datetime) -> int:
    """Addresses that were given at the counter (services/counter.py)."""
    over = LetterRequest.objects.filter(contact_email__isnull=False, status__in=FINISHED, submitted_at__lt=ended)
    return over.update(contact_email=None)
