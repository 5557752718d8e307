"""What stands around the portal in a whole journey: a worker, a mail server, the national register's stand-in."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.core.jobs.servers import wait_for


class Mailbox:
    """aiosmtpd's handler that keeps messages in memory."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.messages.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))
        return "250 Kept"

    def titles(self, address: str) -> list[str]:
        """Subjects of what came for `address`, in order."""
        return [str(m["subject"]) for m in self.messages if address in str(m["to"])]

    def code_for(self, address: str) -> str:
        """The six digits of the newest mail for `address`; waits for it."""
        wait_for(lambda: self.titles(address), seconds=30)
        body = next(m for m in reversed(self.messages) if address in str(m["to"])).get_content()
        found = re.search(r"\b(\d{6})\b", body)
        assert found, body
        return found.group(1)
