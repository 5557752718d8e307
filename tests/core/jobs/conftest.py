from collections.abc import Callable, Iterator

import pytest

from tests.core.jobs.servers import Valkey, Worker, broker_of_this_process


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A broker of this test alone; this process sends its hints there."""
    server = Valkey()
    with broker_of_this_process(server.url):
        yield server
    server.close()


@pytest.fixture
def start_worker(committed: str, valkey: Valkey) -> Iterator[Callable[..., Worker]]:
    """Starts workers on the test's own database and broker."""
    workers: list[Worker] = []

    def start(**options: str) -> Worker:
        workers.append(Worker(committed, valkey.url, options))
        return workers[-1]

    yield start
    for worker in workers:
        print(worker.text()[-8000:])  # noqa: T201 - pytest shows it when the test failed
        worker.stop()
