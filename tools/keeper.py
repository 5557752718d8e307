"""Keeps the processes of `make run` going: one that exits is started again, one that keeps exiting ends the run."""

import contextlib
import os
import signal
import sys
import threading
import time
from functools import partial
from multiprocessing import Event
from typing import Any

import honcho.manager
from honcho.printer import Printer
from honcho.process import Process

from tools import runfile

# How long after being asked to end a process is killed.
GRACE_SECONDS = 12
# So many ends in a row, each soon after its start, are a fault that another start does not mend.
MOST_QUICK_ENDS = 3
QUICK_SECONDS = 10


class Gentle(honcho.manager.ProcessManager):  # type: ignore[misc]
    """Asks the parent process alone to end: a worker's children would drop their task in the middle."""

    def terminate(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


class Kept(Process):  # type: ignore[misc]
    """A command that is started again when it exits, until `stopping` is set."""

    def __init__(self, *arguments: Any, stopping: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.stopping = stopping
        self.lived = 0.0

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        self._events = events
        if ignore_signals:
            # Ends when its command does. A handler, because SIG_IGN would be passed on to the command.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)
        code = self._live()
        quick = 0
        while not self.stopping.is_set():
            quick = quick + 1 if self.lived < QUICK_SECONDS else 0
            if quick == MOST_QUICK_ENDS:
                self._say(f"berhenti {quick} kali berturut-turut, tidak dicoba lagi; sebabnya di atas / "
                          "keeps stopping, not tried again; see above for the reason")  # fmt: skip
                break
            self._say(f"berhenti (kode {code}), dinyalakan lagi / stopped, started again")
            if not self.stopping.wait(max(quick, 1)):
                code = self._live()
        self._send_message({"returncode": code}, type="stop")

    def _live(self) -> int:
        """One life of the command; its exit code."""
        born = time.monotonic()
        self._child = self._child_ctor(self.cmd, env=self.env, cwd=self.cwd)
        self._send_message({"pid": self._child.pid}, type="start")
        if self.stopping.is_set():  # the request to end went to the one before
            self._child.terminate()
        reader = threading.Thread(target=self._relay, args=(self._child.stdout,))
        reader.start()
        code: int = self._child.wait()
        # What a killed parent leaves behind would hold its port and its place in the queue.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)
        reader.join()
        self.lived = time.monotonic() - born
        return code

    def _relay(self, output: Any) -> None:
        with output:
            for line in iter(output.readline, b""):
                self._send_message(line)

    def _say(self, text: str) -> None:
        self._send_message(f"==> {self.name} {text}\n".encode())


class Keeper(honcho.manager.Manager):  # type: ignore[misc]
    """Runs commands side by side until a signal, or until one of them can't be kept going."""

    def __init__(self, port: int) -> None:
        super().__init__(Printer(sys.stdout, colour=sys.stdout.isatty()))
        honcho.manager.KILL_WAIT = GRACE_SECONDS
        self.port = port
        self.stopping = Event()
        self._procmgr = Gentle()
        self._process_ctor = partial(Kept, stopping=self.stopping)

    def terminate(self) -> None:
        self.stopping.set()
        super().terminate()

    def _system_print(self, data: str) -> None:
        """The manager tells of each start here: note the pids, for `make stop` and for a run that is cut off."""
        super()._system_print(data)
        if not self.stopping.is_set():
            runfile.write(self.port, [entry["pid"] for entry in self._processes.values() if "pid" in entry])
