"""A mail server that keeps every message as a file in `var/mail`, for the demo's mailbox and the tests.

`python -m tools.mailcatcher --port 1025`. Each file holds the message as it came over SMTP, with the envelope's
recipients in X-Envelope-To; names sort by time of arrival.
"""

import argparse
import asyncio
import os
import secrets
import signal
import time
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.embedded import PROJECT

FOLDER = Path(os.environ.get("VAR_DIR", PROJECT / "var")) / "mail"
KEPT = 1000


class Keeper:
    """aiosmtpd's handler: one file for each message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        keep(self.folder, envelope)
        return "250 Kept"


def keep(folder: Path, envelope: Envelope) -> Path:
    """Write a message so that a reader never sees half of it; drop the oldest over KEPT."""
    content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    file = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
    draft = file.with_suffix(".part")
    draft.write_bytes(f"X-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n".encode() + content)
    draft.rename(file)
    for old in sorted(folder.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, done.set)
    controller = UnthreadedController(Keeper(folder), hostname="127.0.0.1", port=port, loop=loop)
    server = await controller._create_server()
    await done.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=1025)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.folder))


if __name__ == "__main__":
    main()
