"""Looking a request up without an account: by its reference and PIN, and never more than its state."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.accounts import limiter
from core.accounts.models import User
from core.audit import services as audit
from core.population.crypto import blind_index
from core.references import normal_reference, pin_from
from core.workflow import NotYourMove
from sodamolek.letters import queries
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries import Event
from sodamolek.letters.queries.survey import may_answer
from sodamolek.letters.services.common import locked
from sodamolek.letters.workflow import Status

PER_REFERENCE = 5
PER_ADDRESS = 30
WINDOW = 15 * 60


class TooManyTriesError(Exception):
    """Too many tries for this reference or from this address; it ends by itself after 15 minutes."""


@dataclass(frozen=True)
class Tracking:
    """What somebody with reference and PIN may know: no name, no answer, no reason."""

    reference: str
    kind_name: str
    office_name: str
    status: Status
    submitted_at: datetime | None
    due_at: datetime | None
    events: list[Event]
    pk: UUID
    pin_version: int
    may_rate: bool = False


def pin_of(letter_request: LetterRequest) -> str:
    """The PIN of a request: six digits derived under a key outside the database, so none is stored.

    The same for every copy of the receipt; `renew_pin` makes another.
    """
    return pin_from(blind_index(f"{letter_request.pk.hex}:{letter_request.pin_version}", kind="letters.pin"))


def renew_pin(letter_request: LetterRequest, *, by: User) -> str:
    """A new PIN for who lost control of the old one."""
    with transaction.atomic():
        row = locked(letter_request)
        if row.owner_id != by.pk:
            raise NotYourMove
        row.pin_version += 1
        row.save(update_fields=["pin_version"])
        audit.record("renew_pin", row, by=by, office_id=row.office_id)
    return pin_of(row)


def track(reference: str, pin: str, *, address: str) -> Tracking | None:
    """The state of a request; None when reference and PIN don't belong together (it never says which is wrong).

    `address` is the caller's, from `limiter.client_ip`. Raises TooManyTriesError.
    """
    name = normal_reference(reference)
    allowed = limiter.hit("letters.track-ip", address, limit=PER_ADDRESS, seconds=WINDOW)
    if not allowed or not limiter.hit("letters.track", name, limit=PER_REFERENCE, seconds=WINDOW):
        raise TooManyTriesError
    # A draft has no receipt yet.
    found = (
        LetterRequest.objects.filter(reference=name, submitted_at__isnull=False)
        .select_related("kind", "office")
        .defer("answers", "snapshot", "note", "returned_reasons")
        .first()
    )
    if found is None or not hmac.compare_digest(pin_of(found).encode(), pin.strip().encode()):
        return None
    limiter.forget("letters.track", name)
    return Tracking(
        reference=found.reference,
        kind_name=found.kind.name,
        office_name=found.office.name,
        status=Status(found.status),
        submitted_at=found.submitted_at,
        due_at=found.due_at,
        events=queries.timeline(found),
        pk=found.pk,
        pin_version=found.pin_version,
        may_rate=may_answer(found),
    )
