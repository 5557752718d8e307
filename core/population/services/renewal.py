"""Fresh facts of somebody who has proved who they are: people marry, change their job, get another family card."""

from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.accounts.models import User
from core.audit import services as audit
from core.population.models import Resident
from core.population.providers.base import Purpose, Query
from core.population.services.matching import MatchResult, MatchState, checked, fetch_person, match_person
from core.population.services.residents import Identity, assign, identity_of, resident_values

# One question for each letter and day: a letter must not quote last month's facts, while whoever corrects and sends
# again must not use up the quota of the agreement.
FRESH_FOR = timedelta(days=1)


def take_fresh_facts(resident: Resident, said: Identity, match: MatchResult) -> None:
    """Write what a MATCHED answer says of a proven row that the caller locked; its home and account stay."""
    home = replace(said, name=resident.name, address=resident.address, rt=resident.rt, rw=resident.rw)
    assign(resident, resident_values(home, match, resident.domicile))


def renew_facts(resident: Resident, *, by: User) -> Resident:
    """Ask the register again for a proven person whose facts are older than FRESH_FOR; the row after it.

    Never refuses: without an answer, or when the register no longer agrees, the row stays as it is, with its date.
    Asks the register, so no transaction may be open.
    """
    if not resident.is_proven or resident.matched_at is None or resident.matched_at > timezone.now() - FRESH_FOR:
        return resident
    said, query = identity_of(resident), Query(Purpose.LETTER, by.pk)
    if resident.match_state == MatchState.MATCHED:
        match = fetch_person(said.nik, said.birth_date, query=query)
    else:
        # Whom only an operator has seen: the register has to agree with all that was written down at the counter.
        match = match_person(said.nik, said.kk, said.birth_date, query=query)
    if match.state != MatchState.MATCHED:
        return resident
    with transaction.atomic():
        locked = Resident.objects.select_for_update(of=("self",)).select_related("domicile").get(pk=resident.pk)
        take_fresh_facts(locked, replace(said, kk=_card_of(match) or locked.kk), match)
        audit.record("renew_facts", locked, by=by, detail={"match": match.state})
    return locked


def _card_of(match: MatchResult) -> str:
    """The number of the family card of today, where the agreement lets the register give it."""
    try:
        return checked("kk", match.elements.kk) if match.elements else ""
    except ValidationError:
        return ""
