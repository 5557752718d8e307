"""The person behind a session, and in whose name somebody acts.

The first is asked at every request, so it is one query that is written once.

Django's ORM builds its SQL anew each time; for the person and their assignments that cost more than the database's
answer (bench/pages.py: 1.3 ms against 0.3).
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from core.accounts.models import Assignment, User
from core.accounts.rules import Capacity
from core.regions.models import Office

PARTS = (("person", User), ("assignment", Assignment), ("office", Office))


def person_with_assignments(user_id: UUID, day: date) -> User | None:
    """The active person with the assignments valid on `day` already read (and their offices); None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [day, day, user_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    person, _assignment, _office = _instances(rows[0])
    held = []
    for row in rows:
        _person, assignment, office = _instances(row)
        if assignment is not None:
            assignment.user, assignment.office = person, office
            held.append(assignment)
    person.assignments_today = held
    return person  # type: ignore[no-any-return]


def holder_behind(acting: Assignment) -> User | None:
    """In whose name somebody acts: who holds the role at the office definitively today; None while it is vacant."""
    found = Assignment.objects.valid_on(timezone.localdate()).filter(
        role=acting.role, office_id=acting.office_id, capacity=Capacity.DEFINITIVE
    )
    holder = found.exclude(user_id=acting.user_id).select_related("user").order_by("-starts_on").first()
    return holder.user if holder else None


@cache
def _fields() -> list[tuple[type[models.Model], list[str]]]:
    return [(model, [field.attname for field in model._meta.concrete_fields]) for _alias, model in PARTS]


@cache
def _sql() -> str:
    tables = {alias: model._meta.db_table for alias, model in PARTS}
    columns = [f'{alias}."{field.column}"' for alias, model in PARTS for field in model._meta.concrete_fields]
    return (
        f'SELECT {", ".join(columns)} FROM "{tables["person"]}" person '  # noqa: S608 - names of our own models
        f'LEFT JOIN "{tables["assignment"]}" assignment ON assignment.user_id = person.id '
        "AND assignment.starts_on <= %s AND (assignment.ends_on IS NULL OR assignment.ends_on >= %s) "
        f'LEFT JOIN "{tables["office"]}" office ON office.id = assignment.office_id '
        "WHERE person.id = %s AND person.is_active ORDER BY assignment.id"
    )


def _instances(row: tuple[Any, ...]) -> Iterator[Any]:
    """A row's columns as instances, None for a part that the outer join left empty."""
    start = 0
    for model, names in _fields():
        values = row[start : start + len(names)]
        start += len(names)
        yield None if values[0] is None else model.from_db(connection.alias, names, values)
