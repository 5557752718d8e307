"""What waits for whom after the desk: paraf, signature, ink and scan, the camat."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Subquery

from core.accounts.models import User
from core.accounts.rules import Role
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.desk import COUNT_LIMIT, LIST_FIELDS, Counted
from sodamolek.letters.workflow import ENDORSERS, SIGNERS, Status

_LISTED = ("kind", "office", "owner", "resident")


class Step(NamedTuple):
    """How many wait (COUNT_LIMIT at most), and the nearest deadline."""

    waiting: int
    due: datetime | None


def to_endorse(user: User) -> QuerySet[LetterRequest]:
    """Accepted requests at offices where `user` gives the paraf, nearest deadline first."""
    return _listed(user, Q(office_id__in=user.offices_with(*ENDORSERS), status=Status.ACCEPTED, needs_endorsement=True))


def to_sign(user: User) -> QuerySet[LetterRequest]:
    """What `user` may sign: accepted (endorsed where the office asks for it), or begun with a service outside."""
    ready = Q(status__in=[Status.ENDORSED, Status.SIGNING]) | Q(status=Status.ACCEPTED, needs_endorsement=False)
    return _listed(user, ready, Q(office_id__in=user.offices_with(*SIGNERS)))


def to_scan(user: User) -> QuerySet[LetterRequest]:
    """Letters printed for ink at offices where `user` works at the desk."""
    return _listed(user, Q(office_id__in=user.offices_with(Role.OPERATOR), status=Status.PRINTED))


def to_countersign(user: User) -> QuerySet[LetterRequest]:
    """Letters of the kelurahan below that wait for the signature of `user` as their camat."""
    return _listed(user, Q(countersign_office_id__in=user.offices_with(Role.CAMAT), status=Status.AWAITING_CAMAT))


def _listed(user: User, *which: Q) -> QuerySet[LetterRequest]:
    rows = LetterRequest.objects.visible_to(user).filter(*which, submitted_at__isnull=False)
    return rows.select_related(*_LISTED).only(*LIST_FIELDS).order_by("due_at", "id")


QUEUES = {
    "endorse": (ENDORSERS, to_endorse),
    "sign": (SIGNERS, to_sign),
    "scan": (frozenset({Role.OPERATOR}), to_scan),
    "countersign": (frozenset({Role.CAMAT}), to_countersign),
}


def steps_waiting(user: User) -> dict[str, Step]:
    """For each queue of a role that `user` holds: what waits there. One query, none for who holds no such role."""
    wanted: dict[str, Counted | Subquery] = {}
    for name, (roles, queue) in QUEUES.items():
        if user.offices_with(*roles):
            waiting = queue(user)
            wanted[f"{name}_count"] = Counted(waiting.order_by().values("pk")[:COUNT_LIMIT])
            wanted[f"{name}_due"] = Subquery(waiting.values("due_at")[:1])
    if not wanted:
        return {}
    row = User.objects.filter(pk=user.pk).values(**wanted).get()
    return {name: Step(row[f"{name}_count"], row[f"{name}_due"]) for name in QUEUES if f"{name}_count" in row}
