"""What stands around the portal in a whole journey: the mail that a real worker posts over SMTP."""

import re
from dataclasses import dataclass

from tests.core.jobs.servers import wait_for
from tests.core.notifications.smtp import Counter


@dataclass
class Mailbox:
    """The mail server of a journey, seen by one reader."""

    server: Counter
    port: int

    def titles(self, address: str) -> list[str]:
        """Subjects of what came for `address`, in order."""
        return [str(m["subject"]) for m in self.server.accepted if address in str(m["to"])]

    def code_for(self, address: str) -> str:
        """The six digits of the newest mail for `address`; waits for it."""
        wait_for(lambda: self.titles(address), seconds=30)
        body = next(m for m in reversed(self.server.accepted) if address in str(m["to"])).get_content()
        found = re.search(r"\b(\d{6})\b", body)
        assert found, body
        return found.group(1)
