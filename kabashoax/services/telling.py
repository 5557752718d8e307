"""Messages to who left an e-mail address with a report; whoever left none follows with ticket and PIN."""

from collections.abc import Iterable

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from core.notifications import services as notifications
from core.notifications.rules import split_text
from kabashoax.models import Claim, Report
from kabashoax.workflow import REPORT


def tell(report: Report, kind: str, *, claim: Claim | None = None) -> None:
    """Send templates/kabashoax/messages/<kind>.txt; neither the report's text nor its PIN goes by mail."""
    if not report.contact:
        return
    facts = {
        "ticket": report.ticket,
        "note": report.note,
        "track_url": settings.PORTAL_URL + reverse("kabashoax:track"),
        "title": claim.title if claim else "",
        "verdict": claim.get_verdict_display() if claim else "",
        "claim_url": settings.PORTAL_URL + reverse("kabashoax:claim", args=[claim.slug]) if claim else "",
    }
    template = get_template(f"kabashoax/messages/{kind}.txt")
    # A plain text: escaping would turn an apostrophe into &#x27;.
    text = str(template.template.render(Context(facts, autoescape=False)))  # type: ignore[attr-defined]
    notifications.mail(report.contact, *split_text(text))


def answer(report: Report, claim: Claim) -> Report:
    """Close a report with the public verdict on `claim`, and tell its reporter. Must run inside a transaction."""
    # The time of the end, whoever brought it about: the address is of use for a while after it.
    fields = {"claim": claim, "decided_at": timezone.now()}
    answered: Report = REPORT.apply("answer", report, by=None, fields=fields)
    tell(answered, "answered", claim=claim)
    return answered


def tell_all(reports: Iterable[Report], kind: str, *, claim: Claim) -> None:
    """`tell` for each of several reports of one claim."""
    for report in reports:
        tell(report, kind, claim=claim)
