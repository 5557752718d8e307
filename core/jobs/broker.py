"""Hints to the workers: ids of jobs, sent beside the request that wants them done.

A request never waits for the broker: it leaves the id with a thread of its process. When the broker does not
answer, the thread drops what it holds and keeps quiet for a while. A lost hint costs seconds, not work:
`jobs.send_due` finds the row.
"""

import atexit
import logging
import os
import queue
import threading
import time
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)

ROOM = 5000  # hints held for a slow broker; about 1 MB
PAUSE = 10.0  # seconds of silence after the broker failed


def publish(job_id: UUID, queue_name: str) -> None:
    """Send one hint now; raises when the broker does not take it (after about 2 s when it hangs)."""
    current_app.send_task("jobs.run", args=[str(job_id)], queue=queue_name, retry=False)


class Publisher:
    """One thread that sends this process's hints, and the circuit that spares a broker in trouble."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Start anew, as in a forked child, where the parent's thread does not exist."""
        self._waiting: queue.Queue[tuple[UUID, str]] = queue.Queue(ROOM)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed_until = 0.0

    @property
    def healthy(self) -> bool:
        """Whether hints are being sent, as far as known."""
        return time.monotonic() >= self._closed_until

    def hint(self, job_id: UUID, queue_name: str) -> None:
        """Leave a hint to be sent; returns at once and never raises."""
        if not self.healthy:
            return
        try:
            self._waiting.put_nowait((job_id, queue_name))
        except queue.Full:
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="job-hints", daemon=True)
                self._thread.start()

    def flush(self, seconds: float = 3.0) -> bool:
        """Wait until all hints are sent or dropped; False when that took longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.005)
        return not self._waiting.unfinished_tasks

    def _work(self) -> None:
        while True:
            job_id, queue_name = self._waiting.get()
            try:
                if self.healthy:
                    publish(job_id, queue_name)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with the broker, the row is safe
                self._closed_until = time.monotonic() + PAUSE
                logger.warning("The broker takes no hints (%s); silent for %d s.", type(error).__name__, PAUSE)
            finally:
                self._waiting.task_done()


publisher = Publisher()
os.register_at_fork(after_in_child=publisher.reset)
atexit.register(publisher.flush, 2.0)
