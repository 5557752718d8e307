"""A real SMTP server for the tests that counts what it accepted and can refuse or drop."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Counter:
    """aiosmtpd's handler. `answers` are given to DATA in turn, then "250 OK"; "drop" hangs up without an answer."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.answers: list[str] = []
        self.recipient_answers: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = self.recipient_answers.pop(0) if self.recipient_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer in ("250 OK", "drop"):
            self.accepted.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        if answer == "drop":
            server.transport.abort()
        return answer

    def ids(self) -> list[str]:
        return [str(message["message-id"]) for message in self.accepted]


@contextmanager
def smtp_server() -> Iterator[tuple[Counter, int]]:
    """A server on a free port of this machine, and that port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    counter = Counter()
    controller = Controller(counter, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield counter, port
    finally:
        controller.stop()
