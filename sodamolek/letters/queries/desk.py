"""What waits for whom: the citizen's list, the office's queue, and their counts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

from core.accounts.models import User
from core.accounts.rules import Role
from sodamolek.letters.models import OFFICE_ROLES, LetterRequest
from sodamolek.letters.workflow import AT_DESK, Status

# Which state waits for whom.
WAITS_FOR = {Status.SUBMITTED: (Role.OPERATOR,), Status.ACCEPTED: (Role.LURAH,)}
# Nobody reads a larger number; counting on would slow a page down as its table grows.
COUNT_LIMIT = 1000
LIST_FIELDS = (
    "id", "reference", "status", "submitted_at", "due_at", "created_at", "decided_at", "office_id", "owner_id",
    "kind_id", "document_id", "kind__code", "kind__name", "owner__name", "office__name",
)  # fmt: skip


def my_requests(user: User) -> QuerySet[LetterRequest]:
    """The requests of one person, newest first; nothing of them is decrypted."""
    return (
        LetterRequest.objects.visible_to(user)
        .filter(owner_id=user.pk)
        .select_related("kind", "office", "owner")
        .only(*LIST_FIELDS)
        .order_by("-id")
    )


def desk_queue(user: User, *statuses: str) -> QuerySet[LetterRequest]:
    """What waits at the offices of `user`, nearest deadline first; `statuses` for others than the waiting ones.

    Made for the index (office, status, due_at, id): with one office and one status it never sorts.
    """
    return (
        LetterRequest.objects.visible_to(user)
        .filter(
            office_id__in=user.offices_with(*OFFICE_ROLES),
            status__in=statuses or AT_DESK,
            submitted_at__isnull=False,
        )
        .select_related("kind", "office", "owner")
        .only(*LIST_FIELDS)
        .order_by("due_at", "id")
    )


# No order inside: sorting would read every row before the limit.
_COUNTS = """
    SELECT asked.status, (SELECT count(*) FROM (
        SELECT 1 FROM letters_letterrequest
        WHERE office_id = ANY(%s::uuid[]) AND status = asked.status LIMIT %s) AS counted)
    FROM unnest(%s::text[]) AS asked(status)
"""


class Counted(Subquery):
    """How many rows a (limited) subquery has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class DeskRow(NamedTuple):
    """What a line of the queue shows; read without making a model's instance of each."""

    id: UUID
    reference: str
    status: str
    submitted_at: datetime
    due_at: datetime
    kind__name: str
    owner__name: str


def desk_rows(queue: QuerySet[LetterRequest]) -> QuerySet[LetterRequest, DeskRow]:
    """The rows of a queue as its list shows them."""
    return queue.values_list(*DeskRow._fields, named=True)


def desk_counts(user: User) -> dict[str, int]:
    """How many wait at the offices of `user`, by status; COUNT_LIMIT means that many or more. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [list(user.offices_with(*OFFICE_ROLES)), COUNT_LIMIT, list(AT_DESK)])
        return dict(cursor.fetchall())


def waiting_for(user: User) -> dict[Status, tuple[int, datetime | None]]:
    """For each open status that waits for a role of `user`: how many (COUNT_LIMIT at most), and the nearest deadline.

    One query, none for who has no such role.
    """
    wanted: dict[str, Counted | Subquery] = {}
    for status, roles in WAITS_FOR.items():
        if offices := user.offices_with(*roles):
            waiting = LetterRequest.objects.filter(office_id__in=offices, status=status).order_by("due_at", "id")
            wanted[f"{status}_count"] = Counted(waiting.values("pk")[:COUNT_LIMIT])
            wanted[f"{status}_due"] = Subquery(waiting.values("due_at")[:1])
    if not wanted:
        return {}
    row = User.objects.filter(pk=user.pk).values(**wanted).get()
    found = [status for status in WAITS_FOR if f"{status}_count" in row]
    return {status: (row[f"{status}_count"], row[f"{status}_due"]) for status in found}
