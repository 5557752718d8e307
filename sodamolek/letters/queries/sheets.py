"""A request against its kind: what is known, what was typed, which documents came."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from core.accounts.models import User
from core.accounts.rules import Role
from core.population.models import Resident
from core.regions.models import Office
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.rules import sheet as sheets
from sodamolek.letters.rules.relations import proof_of
from sodamolek.letters.rules.schema import KindSpec, RequirementSpec
from sodamolek.letters.rules.sheet import Sheet
from sodamolek.letters.rules.validation import PREFILLS


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
    return sheet_with(letter_request, known, proven=proven)


def sheet_with(letter_request: LetterRequest, known: dict[str, str], *, proven: bool) -> Sheet:
    """The request with what the register says now or said when it was sent."""
    proof = (proof_of(letter_request.relation),) if letter_request.needs_proof else ()
    return Sheet(
        letter_request.kind.spec, known, dict(letter_request.answers), proven, timezone.localdate(), besides=proof
    )


def start_values(letter_request: LetterRequest) -> Mapping[str, str]:
    """What the form shows: what was typed, and before that what the portal holds and the applicant may read."""
    if letter_request.hides_person:
        return dict(letter_request.answers)
    return {
        **sheets.suggestions(letter_request.kind.spec, person_of(letter_request.resident)),
        **letter_request.answers,
    }


def counter_offices(user: User) -> QuerySet[Office]:
    """The kelurahan whose counter `user` serves."""
    return Office.objects.filter(pk__in=_counters(user)).order_by("name")


def serves_counter(user: User) -> bool:
    """Whether `user` may serve at a counter: who somebody is and where they live is confirmed at a kelurahan."""
    return bool(_counters(user))


def _counters(user: User) -> list[UUID]:
    held = user.assignments_today
    return [a.office_id for a in held if a.role == Role.OPERATOR and a.office.kind == Office.Kind.KELURAHAN]


def rows_for_applicant(
    letter_request: LetterRequest, sheet: Sheet, *, known: bool | None = None
) -> list[tuple[str, str]]:
    """The sheet's rows without those of the register that are not for the applicant's eyes."""
    if not letter_request.hides_person:
        return sheet.rows(known=known)
    return [] if known else sheet.rows(known=False)


def office_for(resident: Resident, spec: KindSpec | None = None) -> Office | None:
    """The office that serves a person with letters of `spec` (without one: their kelurahan).

    By where the person lives, not by where they are registered: the kelurahan, its kecamatan, or the dinas that
    the kind names.
    """
    kelurahan = Office.objects.select_related("parent").filter(
        region_id=resident.domicile_id, kind=Office.Kind.KELURAHAN
    )
    return office_at_level(kelurahan.first(), spec) if spec else kelurahan.first()


def office_at_level(office: Office | None, spec: KindSpec) -> Office | None:
    """The office that issues `spec` for who is served by `office`: itself, the one above, or the kind's dinas."""
    level = Office.Kind(spec.office_level.value)
    if level == Office.Kind.DINAS:
        return Office.objects.filter(code=spec.office, kind=level).first()
    while office is not None and office.kind != level:
        office = office.parent
    return office


def resident_of(user: User | AnonymousUser) -> Resident | None:
    """The resident behind an account."""
    return Resident.objects.select_related("domicile").filter(user_id=user.pk).first() if user.pk else None


@dataclass(frozen=True)
class DocumentGroup:
    """A document that the letter asks for, with the pages that came, and why it was returned if it was."""

    requirement: RequirementSpec
    pages: list[RequestDocument]
    reason: str = ""
    # The operator saw the original at the counter, so nobody had to photograph it.
    seen: bool = False


def documents_by_requirement(letter_request: LetterRequest, sheet: Sheet) -> list[DocumentGroup]:
    """What was asked and what came, in the order of the kind; one query."""
    pages: dict[str, list[RequestDocument]] = {}
    for page in letter_request.documents.select_related("file"):
        pages.setdefault(page.requirement, []).append(page)
    reasons = letter_request.returned_reasons
    seen = letter_request.seen_originals
    return [DocumentGroup(r, pages.get(r.key, []), reasons.get(r.key, ""), r.key in seen) for r in sheet.requirements]
