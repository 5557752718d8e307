"""Sending one mail once.

A mail can't be sent and noted as sent in one step. The order here is: take the row (committed) -> talk to the
mail server -> note "transferring" (committed) -> DATA -> note "sent". A worker that dies before DATA has sent
nothing, so the mail is sent again. One that dies between DATA and "sent", usually some milliseconds, leaves it
open whether the mail arrived; then it is NOT sent again and the row says "uncertain": the message stands in the
inbox anyway, and two letters that say "signed" worry people more than one that is missing. The Message-ID is made
from the row's id, so that a mail server's log answers the question.
"""

import smtplib
from collections.abc import Callable
from email.utils import parseaddr
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F
from django.db.models.functions import Now
from django.template import Context
from django.template.loader import get_template

from core.notifications.models import Delivery
from core.notifications.queries import confirmed_email
from core.notifications.rules import DeliveryState

PERMANENT = 500  # SMTP: 5xx never succeeds, 4xx may later


class Overtaken(Exception):
    """Another attempt has the row; this one must not send."""


def deliver(delivery_id: UUID) -> None:
    """Send the mail if it was not sent; raises what went wrong when trying again later makes sense."""
    claim = uuid4()
    # Whoever noted "transferring" and didn't come back can't be asked any more.
    Delivery.objects.filter(pk=delivery_id, state=DeliveryState.TRANSFERRING).update(state=DeliveryState.UNCERTAIN)
    open_states = (DeliveryState.WAITING, DeliveryState.SENDING)
    taken = Delivery.objects.filter(pk=delivery_id, state__in=open_states).update(
        state=DeliveryState.SENDING, claim=claim, attempts=F("attempts") + 1, error=""
    )
    if not taken:
        return
    delivery = Delivery.objects.select_related("message__user").get(pk=delivery_id)
    move = partial(_move, delivery_id, claim)
    message = compose(delivery)
    if message is None:
        move(DeliveryState.SENDING, DeliveryState.FAILED, error="no confirmed address")
        return
    try:
        _send(message, before_data=lambda: move(DeliveryState.SENDING, DeliveryState.TRANSFERRING))
    except Overtaken:
        return
    except (OSError, smtplib.SMTPException) as error:
        _note_failure(move, error)
    else:
        _note_sent(delivery_id, claim)


def compose(delivery: Delivery) -> EmailMessage | None:
    """The mail of `delivery`; None when its addressee has no confirmed address any more."""
    message = delivery.message
    address = confirmed_email(message.user) if message else delivery.address
    if not address:
        return None
    context = {
        "name": message.user.name if message else "",
        "body": message.body if message else delivery.body,
        "link": f"{settings.PORTAL_URL}{message.url}" if message and message.url else "",
        "portal": settings.PORTAL_URL,
    }
    template = get_template("notifications/mail.txt")
    text = template.template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{delivery.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    title = message.title if message else delivery.title
    return EmailMessage(title, text, to=[address], headers=headers)


def _send(message: EmailMessage, *, before_data: Callable[[], None]) -> None:
    """Hand the mail over; `before_data` is called when nothing has been handed over yet but is about to be."""
    connection = get_connection()
    connection.open()
    try:
        if isinstance(connection, EmailBackend):
            smtp: Any = connection.connection
            plain_data = smtp.data

            def data(content: bytes) -> tuple[int, bytes]:
                before_data()
                return plain_data(content)  # type: ignore[no-any-return]

            smtp.data = data
        else:
            before_data()
        connection.send_messages([message])
    finally:
        connection.close()


def _note_sent(delivery_id: UUID, claim: UUID) -> None:
    # The server said yes: that is worth more than the doubts of an attempt that came after.
    mine = Delivery.objects.filter(pk=delivery_id, claim=claim)
    mine.update(state=DeliveryState.SENT, sent_at=Now(), title="", body="", error="")


def _note_failure(move: Callable[..., None], error: OSError | smtplib.SMTPException) -> None:
    """Before DATA: try again, unless the server said never. After it: a refusal is known, silence is not."""
    text = type(error).__name__
    code = _code(error)
    try:
        move(DeliveryState.SENDING, DeliveryState.FAILED if code >= PERMANENT else DeliveryState.WAITING, error=text)
    except Overtaken:
        if code == 0:
            move(DeliveryState.TRANSFERRING, DeliveryState.UNCERTAIN, error=text)
            return
        refused = DeliveryState.FAILED if code >= PERMANENT else DeliveryState.WAITING
        move(DeliveryState.TRANSFERRING, refused, error=text)
    if code < PERMANENT:
        raise error


def _code(error: OSError | smtplib.SMTPException) -> int:
    """The server's answer to this message, 0 when there was none. A refused login is our fault and may be mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return 400
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    return 0


def _move(delivery_id: UUID, claim: UUID, source: DeliveryState, target: DeliveryState, **fields: Any) -> None:
    mine = Delivery.objects.filter(pk=delivery_id, claim=claim, state=source)
    if not mine.update(state=target, **fields):
        raise Overtaken
