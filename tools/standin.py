"""What the stand-ins of services outside the city share: a server of this machine, its switches, and its silence."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

USER, PASSWORD = "portal-kupang", "contoh"  # as in settings/base.py


@dataclass
class Outage:
    """What is wrong with the service right now: `delay` in seconds, `status` an HTTP error for every answer."""

    delay: float = 0.0
    down: bool = False
    status: int = 200


class Server(ThreadingHTTPServer):
    """Listens on this machine alone; `url` is its address, `switches` what is wrong with it."""

    daemon_threads = True
    request_queue_size = 64
    switches: Outage

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: somebody hung up on a slow answer, which is what the switch is for."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Keep silent: a log of questions to such a service is personal data."""

    def may_go_on(self) -> bool:
        """Whether the switches and the password let a question through; answers it otherwise."""
        switches = self.server.switches
        time.sleep(switches.delay)
        if switches.down:
            self.close_connection = True
            return False
        if switches.status != 200:
            self.answer(switches.status, {"message": "service unavailable"})
            return False
        expected = b"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode())
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected):
            self.answer(401, {"message": "unauthorized"})
            return False
        return True

    def answer(self, status: int, content: dict[str, Any] | bytes, headers: dict[str, str] | None = None) -> None:
        """JSON, or a PDF where `content` is bytes."""
        kind, data = "application/pdf", content
        if not isinstance(data, bytes):
            kind, data = "application/json", json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


AnyServer = TypeVar("AnyServer", bound=Server)


@contextmanager
def in_thread(server: AnyServer) -> Iterator[AnyServer]:
    """The server answering in a thread, for a test."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve(server: Server, greeting: str) -> None:
    """Answer until the process is ended."""
    print(f"data contoh: {greeting}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
