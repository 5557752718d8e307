"""Reads of the books of numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.documents.models import OFFICE_READERS, Document, Register, RegisterEntry
from core.regions.models import Office

# Which series there are is a feature's business: each adds a function here when it starts.
SERIES_SOURCES: list[Callable[[], Iterable[str]]] = []

# Letters whose number is not cancelled at the book: they are revoked, or given up from their request.
IN_USE = (Document.State.VALID, Document.State.PENDING)


@dataclass(frozen=True)
class Line:
    """A line of the book as it is shown and printed."""

    pk: UUID
    number: int
    number_text: str
    dated: date
    kind_name: str
    subject_name: str
    remark: str
    cancelled: bool
    on_paper: bool
    can_cancel: bool


@dataclass(frozen=True)
class BookPage:
    """Some lines, newest first; `older` and `newer` are the numbers from which to go on, None at an end."""

    rows: list[Line]
    older: int | None = None
    newer: int | None = None


def book(register: Register) -> QuerySet[RegisterEntry]:
    """The lines of a register in the order of their numbers, cancelled ones too."""
    return register.entries.order_by("number")


def registers_of(user: User) -> QuerySet[Register]:
    """The books of the offices where `user` works with letters, this year's first."""
    offices = user.offices_with(*OFFICE_READERS)
    return Register.objects.filter(office__in=offices).select_related("office").order_by("-year", "office", "series")


def startable_offices(user: User, heads: Iterable[Role]) -> QuerySet[Office]:
    """Offices whose books `user` may start: every one for an administrator, one's own for a head."""
    offices = Office.objects.order_by("kind", "name")
    return offices if user.has_role(Role.ADMINISTRATOR) else offices.filter(pk__in=user.offices_with(*heads))


def registers_at(offices: QuerySet[Office], since_year: int) -> QuerySet[Register]:
    """The books of `offices` from a year on: counters, without persons."""
    books = Register.objects.filter(office__in=offices, year__gte=since_year).select_related("office")
    return books.order_by("-year", "office__name", "series")


def known_series() -> list[str]:
    """The series that books exist for, and those that features use."""
    used = set(Register.objects.values_list("series", flat=True).distinct())
    return sorted(used.union(*(source() for source in SERIES_SOURCES)))


def kind_names(register: Register) -> list[str]:
    """What the letters of a book were called so far, for who types the next one."""
    names = register.entries.values_list("kind_name", flat=True).order_by("kind_name").distinct()
    return [name for name in names[:60] if name]


def find_lines(user: User, register: Register, *, words: str = "", month: int | None = None) -> QuerySet[RegisterEntry]:
    """The lines of one book: of a month, and with a number or a name. One book is read, never the table."""
    lines = RegisterEntry.objects.visible_to(user).filter(register=register)
    if month:
        first = date(register.year, month, 1)
        lines = lines.filter(dated__range=(first, last_day(first)))
    if words.isdecimal() and len(words) < 10:
        lines = lines.filter(number=int(words))
    elif words:
        lines = lines.filter(Q(number_text__icontains=words) | Q(subject_name__icontains=words))
    return lines.select_related("document__replaced_by")


def book_page(
    lines: QuerySet[RegisterEntry], *, before: int | None = None, after: int | None = None, size: int = 50
) -> BookPage:
    """A page by number, newest first: below `before`, or above `after`."""
    if after is not None:
        found = list(lines.filter(number__gt=after).order_by("number")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        below = lines if before is None else lines.filter(number__lt=before)
        found = list(below.order_by("-number")[: size + 1])
        more_newer, more_older = before is not None, len(found) > size
        found = found[:size]
    if not found:
        return BookPage([])
    return BookPage(
        rows=[line_of(entry) for entry in found],
        older=found[-1].number if more_older else None,
        newer=found[0].number if more_newer else None,
    )


def line_of(entry: RegisterEntry) -> Line:
    """One line with its remark; `document__replaced_by` should be selected."""
    document: Document | None = getattr(entry, "document", None)
    cancelled = entry.state == RegisterEntry.State.CANCELLED
    return Line(
        pk=entry.pk,
        number=entry.number,
        number_text=entry.number_text,
        dated=entry.dated,
        kind_name=entry.kind_name,
        subject_name=entry.subject_name,
        remark=_remark(entry, document),
        cancelled=cancelled,
        on_paper=entry.on_paper,
        can_cancel=not cancelled and (document is None or document.state not in IN_USE),
    )


def _remark(entry: RegisterEntry, document: Document | None) -> str:
    if entry.state == RegisterEntry.State.CANCELLED:
        return _("BATAL: %s") % entry.reason
    if document is None:
        return entry.signer_title
    if document.state == Document.State.PENDING:
        return str(Document.State.PENDING.label)
    if document.state == Document.State.REVOKED:
        return _("DICABUT: %s") % document.state_reason
    if document.state == Document.State.REPLACED and document.replaced_by is not None:
        return _("DIGANTI dengan nomor %s") % document.replaced_by.number_text
    return document.signer_title


def last_day(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
