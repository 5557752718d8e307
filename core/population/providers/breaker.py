"""A circuit breaker: after some failures in a row a service is left alone for a while."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after `failures` failures in a row, for `seconds`; then one caller may try.

    It lives in the process, not in the database: each process learns of an outage from three questions of its
    own, which costs a city's few processes less than a committed write on each failure and a read on each question.
    """

    def __init__(self, failures: int = 3, seconds: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.failures = failures
        self.seconds = seconds
        self.clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_at = 0.0

    def allows(self) -> bool:
        """Whether a call may be made now; after the pause only the first caller is told yes."""
        with self._lock:
            if self._failed < self.failures:
                return True
            if self.clock() < self._closed_at:
                return False
            # The others wait for this one's result, at most for another pause.
            self._closed_at = self.clock() + self.seconds
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self.failures:
                self._closed_at = self.clock() + self.seconds
