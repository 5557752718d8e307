"""Complaints: which wait for an answer, and what was written."""

from datetime import datetime

from django.db.models import QuerySet

from core.accounts.models import User
from sodamolek.letters.models import OFFICE_ROLES, Complaint, ComplaintMessage, LetterRequest
from sodamolek.letters.workflow import ComplaintStatus

# Nobody reads a larger number.
COUNT_LIMIT = 100


def complaint_of(letter_request: LetterRequest, user: User) -> Complaint | None:
    """The complaint about a request, if `user` may see it."""
    rows = Complaint.objects.visible_to(user).select_related("request__resident", "request__owner")
    return rows.select_related("request__kind", "request__office").filter(request=letter_request).first()


def messages_of(complaint: Complaint | None) -> list[ComplaintMessage]:
    """What was written, oldest first."""
    return list(complaint.messages.select_related("by")) if complaint else []


def waiting_complaints(user: User, *statuses: str) -> QuerySet[Complaint]:
    """Those at the offices of `user`, who waits longest first; by default what nobody has answered."""
    rows = Complaint.objects.visible_to(user).filter(office_id__in=user.offices_with(*OFFICE_ROLES))
    rows = rows.filter(status__in=statuses or [ComplaintStatus.OPEN])
    return rows.select_related("request__kind", "owner").defer("request__kind__data").order_by("waiting_since", "id")


def open_complaints(user: User) -> tuple[int, datetime | None]:
    """How many wait for an answer (COUNT_LIMIT at most), and since when; no query for who works at no office."""
    if not user.offices_with(*OFFICE_ROLES):
        return 0, None
    since = list(waiting_complaints(user).values_list("waiting_since", flat=True)[:COUNT_LIMIT])
    return len(since), since[0] if since else None
