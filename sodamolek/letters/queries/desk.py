"""What waits for whom: the citizen's list, the office's queue, and their counts."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from core.accounts.models import Assignment, User
from core.accounts.rules import Role
from core.population.crypto import blind_index
from core.references import normal_reference
from core.web.paging import Page, WrittenList
from sodamolek.letters.models import OFFICE_ROLES, LetterKind, LetterRequest, RequestNote, stamp_of
from sodamolek.letters.workflow import AT_DESK, Status

# Which state waits for whom at the desk; what comes after it is in queries/steps.py.
WAITS_FOR = {Status.SUBMITTED: (Role.OPERATOR,)}
# Nobody reads a larger number; counting on would slow a page down as its table grows.
COUNT_LIMIT = 1000
LIST_FIELDS = (
    "id", "reference", "status", "submitted_at", "due_at", "created_at", "decided_at", "office_id", "owner_id",
    "kind_id", "document_id", "kind__code", "kind__name", "owner__name", "office__name",
    "resident_id", "resident__name", "touched_at",
)  # fmt: skip


def my_requests(user: User) -> QuerySet[LetterRequest]:
    """The requests of one person, newest first; nothing of them is decrypted."""
    return (
        LetterRequest.objects.visible_to(user)
        .filter(owner_id=user.pk)
        .select_related("kind", "office", "owner", "resident")
        .only(*LIST_FIELDS)
        .order_by("-id")
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
    applicant: str
    assignee: str | None
    touched_at: datetime
    document_id: UUID | None

    @property
    def choice(self) -> str:
        """What a ticked box says: which request, and as it was read."""
        return f"{self.id}:{stamp_of(self.touched_at, self.document_id)}"


@dataclass(frozen=True)
class DeskFilter:
    """What of the desk is wanted: `assigned` is "saya" (to oneself), "kosong" (to nobody) or "" (all)."""

    statuses: tuple[str, ...]
    kind: str = ""
    assigned: str = ""


# Written, because an office asks it all day and building it anew took longer than the database (bench/pages.py).
_LIST = WrittenList(
    """
    SELECT request.id, request.reference, request.status, request.submitted_at, request.due_at, kind.name,
           coalesce(nullif(request.subject_name, ''), owner.name, resident.name), assignee.name,
           request.touched_at, request.document_id
    FROM letters_letterrequest request
    JOIN letters_letterkind kind ON kind.id = request.kind_id
    JOIN population_resident resident ON resident.id = request.resident_id
    LEFT JOIN accounts_user owner ON owner.id = request.owner_id
    LEFT JOIN accounts_user assignee ON assignee.id = request.assigned_to_id
    """,
    (("request.due_at", "due_at", datetime.fromisoformat), ("request.id", "id", UUID)),
    DeskRow,
)


# The index letter_subject: of each office and year. The newest years come first, and older ones only when these had
# fewer than 250 (ten pages); names only when there is no such number. What else a line shows is read for its page.
_COLUMNS = (
    "id, reference, status, submitted_at, due_at, subject_name, kind_id, office_id, owner_id, resident_id, "
    "assigned_to_id, touched_at, document_id"
)
_FOUND = WrittenList(
    f"""
    SELECT request.id, request.reference, request.status, request.submitted_at, request.due_at,
           (SELECT name FROM letters_letterkind WHERE id = request.kind_id),
           coalesce(nullif(request.subject_name, ''), (SELECT name FROM accounts_user WHERE id = request.owner_id),
                    (SELECT name FROM population_resident WHERE id = request.resident_id)),
           (SELECT name FROM accounts_user WHERE id = request.assigned_to_id), request.touched_at, request.document_id
    FROM (
        WITH numbered AS (SELECT {_COLUMNS} FROM letters_letterrequest WHERE reference = %s AND office_id IN %s)
        SELECT * FROM numbered
        UNION ALL
        (SELECT found.* FROM generate_series(%s, %s, -1) AS year CROSS JOIN LATERAL (
            SELECT {_COLUMNS} FROM letters_letterrequest
            WHERE letters_names(office_id, submitted_at, subject_name) @@ letters_begins(%s::uuid[], year, %s) LIMIT 250
         ) AS found
         WHERE NOT EXISTS (SELECT FROM numbered) LIMIT 250)
    ) AS request
    """,  # noqa: S608 - constants of this file
    _LIST.keys,
    DeskRow,
)
# As in the index (migration 0012): what is older counts as of this year.
FIRST_YEAR = 2024


def desk_page(user: User, request: HttpRequest, wanted: DeskFilter, *, down: bool = False) -> Page[DeskRow]:
    """A page of what lies at the offices of `user`, nearest deadline first (`down`: the farthest)."""
    conditions: list[tuple[Any, ...]] = [("request.status IN %s", wanted.statuses)]
    if wanted.kind:
        conditions.append(("kind.code = %s", wanted.kind))
    if wanted.assigned == "saya":
        conditions.append(("request.assigned_to_id = %s", user.pk))
    elif wanted.assigned == "kosong":
        conditions.append(("(request.assigned_to_id IS NULL) = %s", True))
    return _listed(user, request, conditions, down=down)


def desk_search(user: User, request: HttpRequest, words: str) -> Page[DeskRow]:
    """Requests at the offices of `user` with that number, or whose person has names that begin so; newest first.

    Of a name that hundreds have, 250 of the latest years are looked at: type another word of it.
    """
    typed = " ".join(re.findall(r"\w+", words)[:6])
    offices = tuple(user.offices_with(*OFFICE_ROLES))
    if not typed or not offices:
        return Page([], "", "")
    years = (timezone.now().year, FIRST_YEAR)
    given = (normal_reference(words), offices, *years, list(offices), typed)
    return _FOUND.page(request, _sent_to(offices), down=True, given=given)


def desk_of_person(user: User, request: HttpRequest, nik: str) -> Page[DeskRow]:
    """Requests of the person with that NIK at the offices of `user`, newest first."""
    resident = ("request.resident_id IN (SELECT id FROM population_resident WHERE nik_index = %s)", blind_index(nik))
    return _listed(user, request, [resident], down=True)


def _listed(user: User, request: HttpRequest, conditions: list[tuple[Any, ...]], *, down: bool) -> Page[DeskRow]:
    offices = tuple(user.offices_with(*OFFICE_ROLES))
    if not offices:
        return Page([], "", "")
    return _LIST.page(request, [*_sent_to(offices), *conditions], down=down)


def _sent_to(offices: tuple[UUID, ...]) -> list[tuple[Any, ...]]:
    """What was withdrawn before it was sent is the citizen's own affair."""
    return [("request.office_id IN %s", offices), ("(request.submitted_at IS NOT NULL) = %s", True)]


def colleagues_at(office_id: UUID) -> QuerySet[User]:
    """Who works with letters at an office today, by name."""
    held = Assignment.objects.valid_on(timezone.localdate()).filter(office_id=office_id, role__in=OFFICE_ROLES)
    people: QuerySet[User] = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return people.order_by("name", "pk")


def replacements_for(letter_request: LetterRequest, user: User) -> QuerySet[LetterRequest]:
    """Other letters in force of the same person from the same office, newest first."""
    rows = LetterRequest.objects.visible_to(user).filter(
        resident_id=letter_request.resident_id,
        office_id=letter_request.office_id,
        status__in=[Status.SIGNED, Status.COLLECTED],
    )
    return rows.exclude(pk=letter_request.pk).select_related("kind", "document").order_by("-id")


def notes_of(letter_request: LetterRequest, user: User) -> QuerySet[RequestNote]:
    """What colleagues wrote about a request, oldest first, as far as `user` may read it."""
    return RequestNote.objects.visible_to(user).filter(request=letter_request).select_related("author")


def kinds_at(user: User) -> list[tuple[str, str]]:
    """Codes and names of the kinds in force, for a filter."""
    return list(LetterKind.objects.visible_to(user).order_by("name").values_list("code", "name"))


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
