"""Starts the project's own server on a free port and times requests to it."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(settings: str, database: str) -> Iterator[int]:
    """gunicorn as `make run` starts it, with one worker, on a database; the port."""
    port = free_port()
    url = os.environ["DATABASE_URL"].replace(os.environ["KUPANG_TEST_TEMPLATE"], database)
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "kupang_portal.wsgi", "--worker-class", "gthread", "--threads", "4",
            "--workers", "1", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--keep-alive", "60",
        ],
        start_new_session=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": url},
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        # The measuring is over: nothing is worth waiting for (kept connections would hold it back).
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


class Target:
    """One address, asked again and again over one connection with one session's cookie."""

    def __init__(self, name: str, port: int, path: str, session: str = "") -> None:
        self.name = name
        self.path = path
        self.headers = {"Cookie": f"sessionid={session}"} if session else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.times: list[float] = []

    def ask(self, times: int, *, keep: bool = True) -> None:
        for _ in range(times):
            start = time.perf_counter()
            self.connection.request("GET", self.path, headers=self.headers)
            response = self.connection.getresponse()
            response.read()
            if keep:
                self.times.append(time.perf_counter() - start)
            if response.status != 200:
                raise RuntimeError(f"{self.name}: {self.path} answered {response.status}.")

    @property
    def median_ms(self) -> float:
        return statistics.median(self.times) * 1000


def race(targets: list[Target], rounds: int = 30, batch: int = 20) -> None:
    """Ask all targets in turns, so that a slow moment of the machine meets each of them."""
    for target in targets:
        target.ask(batch, keep=False)
    for _ in range(rounds):
        for target in targets:
            target.ask(batch)
