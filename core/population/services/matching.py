"""Questions to the national register.

Ask it before opening a transaction: no lock may wait for a service outside the city, and a question
that was asked stays counted even when what follows is rolled back.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from core.population.models import Resident
from core.population.providers import get_provider
from core.population.providers.base import Elements, Purpose, Query, RegisterUnavailableError
from core.population.rules import parse_kk, parse_nik

MatchState = Resident.MatchState


@dataclass(frozen=True)
class MatchResult:
    """What the register said. `elements` are there only when `state` is MATCHED.

    `silent`: UNMATCHED because it answers nobody now; else it can't read out this one record.
    """

    state: Resident.MatchState
    elements: Elements | None = None
    silent: bool = field(default=False, compare=False)


def match_person(nik: str, kk: str, birth_date: date, *, query: Query | None = None) -> MatchResult:
    """Ask the register whether NIK, KK number and birth date belong together; at most about 5 seconds.

    MATCHED with the person's elements, MISMATCH (an unknown NIK too: never tell them apart on a screen),
    or UNMATCHED when the register gave no answer. Raises ValidationError for what no number can be.
    """
    asked = Elements(
        nik=checked("nik", nik),
        kk=checked("kk", kk),
        birth_date=birth_date,
    )
    query = query or Query(Purpose.REGISTRATION)
    provider = get_provider()
    try:
        if not provider.verify(asked, query).agrees:
            return MatchResult(MatchState.MISMATCH)
        elements = provider.fetch(asked.nik, query)
    except RegisterUnavailableError as error:
        return MatchResult(MatchState.UNMATCHED, silent=error.outcome != "nonsense")
    if elements is None:
        return MatchResult(MatchState.MISMATCH)
    return MatchResult(MatchState.MATCHED, elements)


def fetch_person(nik: str, birth_date: date, *, query: Query) -> MatchResult:
    """What the register says of somebody who has proved to be this person; as match_person, but by NIK alone.

    A family card gets another number with each change in the family, so an old one must not stand in the way.
    """
    try:
        elements = get_provider().fetch(nik, query)
    except RegisterUnavailableError as error:
        return MatchResult(MatchState.UNMATCHED, silent=error.outcome != "nonsense")
    if elements is None or elements.birth_date not in (None, birth_date):
        return MatchResult(MatchState.MISMATCH)
    return MatchResult(MatchState.MATCHED, elements)


def checked(field: str, text: str) -> str:
    """The sixteen digits, or a ValidationError that names the field."""
    try:
        return parse_nik(text).number if field == "nik" else parse_kk(text).number
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
