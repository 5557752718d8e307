"""Mails that the catcher of the demo keeps as files; the portal only reads them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SHOWN = 50


@dataclass(frozen=True)
class CaughtMail:
    recipient: str
    title: str
    sent_at: datetime | None
    body: str


def caught_mails() -> list[CaughtMail]:
    """The newest mails, newest first. File names sort by time of arrival."""
    folder = Path(settings.VAR_DIR) / "mail"
    files = sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]
    return [mail for file in files if (mail := _read(file)) is not None]


def _read(file: Path) -> CaughtMail | None:
    try:
        message = email.message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=email.policy.default)
    except FileNotFoundError:  # the catcher dropped it meanwhile
        return None
    part = message.get_body(preferencelist=("plain",))
    try:
        body = part.get_content() if part else ""
    except (LookupError, KeyError):  # a charset or a kind that nobody knows
        body = ""
    return CaughtMail(
        recipient=str(message["to"] or message["x-envelope-to"] or ""),
        title=str(message["subject"] or ""),
        sent_at=_moment(message),
        body=str(body).strip(),
    )


def _moment(message: EmailMessage) -> datetime | None:
    """When it was sent. A zone of -0000, which Django writes, means UTC; the parser leaves such a moment naive."""
    date = message["date"]
    moment: datetime | None = date.datetime if date is not None else None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
