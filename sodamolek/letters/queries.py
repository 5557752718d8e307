"""Reads that several callers share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, IntegerField, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from core.accounts.models import User
from core.accounts.rules import Role
from core.audit.models import Entry
from core.population.models import Resident
from core.regions.models import Office
from sodamolek.letters.models import OFFICE_ROLES, LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.rules import sheet as sheets
from sodamolek.letters.rules.schema import RequirementSpec
from sodamolek.letters.rules.sheet import Sheet
from sodamolek.letters.rules.timeline import AHEAD, TITLES, TONES
from sodamolek.letters.rules.validation import PREFILLS
from sodamolek.letters.workflow import AT_DESK, Status

# Which state waits for whom.
WAITS_FOR = {Status.SUBMITTED: (Role.OPERATOR,), Status.ACCEPTED: (Role.LURAH,)}
# Nobody reads a larger number; counting on would slow a page down as its table grows.
COUNT_LIMIT = 1000
LIST_FIELDS = (
    "id", "reference", "status", "submitted_at", "due_at", "created_at", "decided_at", "office_id", "owner_id",
    "kind_id", "document_id", "kind__code", "kind__name", "owner__name", "office__name",
)  # fmt: skip


def person_of(resident: Resident) -> dict[str, object]:
    """The attributes of a resident that a letter may quote, by name."""
    return {name: getattr(resident, name) for name in PREFILLS}


def sheet_of(letter_request: LetterRequest) -> Sheet:
    """The request against its kind: from the snapshot once submitted, from the register's row before."""
    spec = letter_request.kind.spec
    snapshot = letter_request.snapshot
    if snapshot:
        known, proven = snapshot["known"], bool(snapshot["proven"])
    else:
        resident = letter_request.resident
        known = sheets.known_values(spec, person_of(resident), proven=resident.is_proven)
        proven = resident.is_proven
    return Sheet(spec, known, dict(letter_request.answers), proven, timezone.localdate())


def kind_in_force(code: str) -> LetterKind | None:
    """The version of a kind that new requests use; `code` in any case."""
    return LetterKind.objects.filter(code=code.upper(), is_current=True).first()


def catalogue(words: str = "") -> list[LetterKind]:
    """Kinds in force; with `words`, those that fit, best first. People search by purpose: "beasiswa"."""
    kinds = list(LetterKind.objects.filter(is_current=True).order_by("name"))
    terms = words.casefold().split()[:10]
    if not terms:
        return kinds
    scored = [(_score(kind, terms), kind) for kind in kinds]
    return [kind for score, kind in sorted(scored, key=lambda pair: -pair[0]) if score]


def _score(kind: LetterKind, terms: list[str]) -> int:
    spec = kind.spec
    name = f"{kind.code} {kind.name}".casefold()
    keywords = " ".join(f"{p.label} {' '.join(p.keywords)}" for p in spec.purposes).casefold()
    rest = spec.summary.casefold()
    return sum(4 * (t in name) + 3 * (t in keywords) + (t in rest) for t in terms)


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
    waiting = LetterRequest.objects.filter(office_id__in=user.offices_with(*OFFICE_ROLES))
    counts = {status.value: Counted(waiting.filter(status=status).values("pk")[:COUNT_LIMIT]) for status in AT_DESK}
    return dict(User.objects.filter(pk=user.pk).values(**counts).get())


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


@dataclass(frozen=True)
class Event:
    """One line of the progress, for components/timeline.html."""

    title: str | Promise
    moment: datetime | None
    text: str = ""
    tone: str = ""
    pending: bool = False


def timeline(letter_request: LetterRequest, *, staff: bool = False) -> list[Event]:
    """What happened so far, oldest first, from the trail. `staff` adds who did it: a citizen sees the office."""
    entries = Entry.objects.filter(
        subject_type=LetterRequest._meta.label_lower, subject_id=letter_request.pk, action__in=TITLES
    ).order_by("id")
    rows = entries.annotate(actor_name=F("actor__name")).values_list("action", "at", "actor_name")
    done = [
        Event(TITLES[action], at, (name or "") if staff else "", TONES.get(action, "")) for action, at, name in rows
    ]
    ahead = AHEAD.get(Status(letter_request.status), ())
    return [*done, *(Event(title, None, pending=True) for title in ahead)]


def reasons_by_label(letter_request: LetterRequest) -> list[tuple[str, str]]:
    """Why a request came back: the label of each document or field, and the office's reason."""
    spec = letter_request.kind.spec
    found: list[tuple[str, str]] = []
    for key, reason in letter_request.returned_reasons.items():
        part = spec.requirement(key) or spec.field(key)
        found.append((part.label if part else key, reason))
    return found


def start_values(letter_request: LetterRequest) -> Mapping[str, str]:
    """What the form shows: what was typed, and before that what the portal holds."""
    return {
        **sheets.suggestions(letter_request.kind.spec, person_of(letter_request.resident)),
        **letter_request.answers,
    }


def office_for(resident: Resident) -> Office | None:
    """The kelurahan that serves the place where the person lives."""
    return Office.objects.filter(region_id=resident.domicile_id, kind=Office.Kind.KELURAHAN).first()


def resident_of(user: User | AnonymousUser) -> Resident | None:
    """The resident behind an account."""
    return Resident.objects.select_related("domicile").filter(user_id=user.pk).first() if user.pk else None


@dataclass(frozen=True)
class DocumentGroup:
    """A document that the letter asks for, with the pages that came, and why it was returned if it was."""

    requirement: RequirementSpec
    pages: list[RequestDocument]
    reason: str = ""


def documents_by_requirement(letter_request: LetterRequest, sheet: Sheet) -> list[DocumentGroup]:
    """What was asked and what came, in the order of the kind; one query."""
    pages: dict[str, list[RequestDocument]] = {}
    for page in letter_request.documents.select_related("file"):
        pages.setdefault(page.requirement, []).append(page)
    reasons = letter_request.returned_reasons
    return [DocumentGroup(r, pages.get(r.key, []), reasons.get(r.key, "")) for r in sheet.requirements]
