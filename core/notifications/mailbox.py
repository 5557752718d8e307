"""Mails that the catcher of the demo keeps as files; the portal only reads them."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
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
    date = message["date"]
    return CaughtMail(
        recipient=str(message["to"] or message["x-envelope-to"] or ""),
        title=str(message["subject"] or ""),
        sent_at=date.datetime if date is not None else None,
        body=str(body).strip(),
    )
