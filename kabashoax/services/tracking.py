"""Following a report by ticket and PIN, and never more than its state."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts import limiter
from kabashoax.models import Claim, Report
from kabashoax.rules.tickets import normal_ticket
from kabashoax.services.reporting import pin_of
from kabashoax.workflow import REPORT, ReportStatus

WRONG = _("Nomor tiket dan PIN tidak cocok. Periksa lagi tanda terimanya.")
PER_TICKET, PER_ADDRESS, WINDOW = 5, 30, 15 * 60


class TooManyTriesError(Exception):
    """Too many tries for this ticket or from this address; it ends by itself after 15 minutes."""


@dataclass(frozen=True)
class Tracking:
    """What somebody with ticket and PIN may know."""

    ticket: str
    status: str
    status_label: str
    received_at: datetime
    decided_at: datetime | None
    note: str
    claim: Claim | None
    # The portal answered by itself, without a fact-checker: the reporter may say that it is another rumour.
    can_dispute: bool


def track(ticket: str, pin: str, *, address: str) -> Tracking | None:
    """The state of a report; None when ticket and PIN don't belong together (it never says which is wrong).

    Raises TooManyTriesError.
    """
    found = _found(ticket, pin, address)
    return _told(found) if found is not None else None


def dispute(ticket: str, pin: str, *, address: str) -> Tracking | None:
    """The reporter says that the automatic answer is about another rumour: a fact-checker looks at the report."""
    found = _found(ticket, pin, address)
    if found is not None and _is_automatic(found):
        with transaction.atomic():
            found = REPORT.apply("reopen", found, by=None, fields={"claim": None, "decided_at": None})
    return _told(found) if found is not None else None


def _is_automatic(report: Report) -> bool:
    return report.status == ReportStatus.ANSWERED and report.decided_by_id is None


def _found(ticket: str, pin: str, address: str) -> Report | None:
    name = normal_ticket(ticket)
    allowed = limiter.hit("kabashoax.track-ip", address, limit=PER_ADDRESS, seconds=WINDOW)
    if not allowed or not limiter.hit("kabashoax.track", name, limit=PER_TICKET, seconds=WINDOW):
        raise TooManyTriesError
    found: Report | None = Report.objects.filter(ticket=name).select_related("claim").defer("contact", "text").first()
    if found is None or not hmac.compare_digest(pin_of(found).encode(), pin.strip().encode()):
        return None
    limiter.forget("kabashoax.track", name)
    return found


def _told(found: Report) -> Tracking:
    return Tracking(
        ticket=found.ticket,
        status=found.status,
        status_label=str(found.get_status_display()),
        received_at=found.received_at,
        decided_at=found.decided_at,
        note=found.note,
        claim=found.claim if found.claim is not None and found.claim.is_public else None,
        can_dispute=_is_automatic(found),
    )
