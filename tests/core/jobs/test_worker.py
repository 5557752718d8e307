"""With a real worker, a real broker and a database that both see."""

import os
import signal
import threading
import time

from django.db import connection, transaction

from core.accounts.models import User
from core.jobs import services
from core.jobs.broker import publisher
from core.jobs.models import Job
from core.jobs.rules import State
from tests.core.jobs import kinds  # noqa: F401 - registers them
from tests.core.jobs.servers import broker_of_this_process, silent_server, wait_for


def states() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def all_done() -> bool:
    return set(states()) == {State.DONE}


def test_a_worker_does_what_was_committed(start_worker):
    worker = start_worker()
    wait_for(lambda: "ready." in worker.text())
    with transaction.atomic():
        jobs = [services.enqueue("tests.add", {"name": f"warga {n}"}) for n in range(20)]
    jobs.append(services.enqueue("tests.outside", {"steps": 3}))
    assert publisher.flush()
    wait_for(all_done)
    assert sorted(User.objects.values_list("name", flat=True)) == sorted(f"warga {n}" for n in range(20))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_killed_worker_loses_nothing_and_doubles_nothing(start_worker, tmp_path):
    worker = start_worker()
    marks = [tmp_path / str(n) for n in range(4)]
    for mark in marks:
        services.enqueue("tests.add", {"name": mark.name, "seconds": 1.5, "mark": str(mark)})
    wait_for(lambda: sum(mark.exists() for mark in marks) == 2)
    worker.kill()
    assert User.objects.count() == 0
    worker.start()
    wait_for(all_done)
    assert sorted(User.objects.values_list("name", flat=True)) == ["0", "1", "2", "3"]
    assert sorted(len(mark.read_text()) for mark in marks) == [1, 1, 2, 2]


def test_a_job_that_kills_every_worker_ends_failed(start_worker, tmp_path):
    start_worker(JOBS_LEASE="1")
    mark = tmp_path / "mark"
    job = services.enqueue("tests.crash", {"mark": str(mark)})
    wait_for(lambda: states() == [State.FAILED])
    job.refresh_from_db()
    assert (job.attempts, job.error, mark.read_text()) == (3, "WorkerLost", "xxx")


def test_a_long_job_keeps_its_lease(start_worker, tmp_path):
    start_worker(JOBS_LEASE="1")
    mark = tmp_path / "mark"
    job = services.enqueue("tests.add", {"name": "lama", "seconds": 3, "mark": str(mark)})
    wait_for(all_done)
    job.refresh_from_db()
    assert (job.attempts, mark.read_text()) == (1, "x")


def test_progress_is_seen_and_a_running_job_stops_when_called_off(start_worker):
    start_worker()
    job = services.enqueue("tests.outside", {"steps": 500, "seconds": 0.1})
    wait_for(lambda: Job.objects.get().progress_done > 0)
    assert Job.objects.get().progress_total == 500
    services.cancel(job)
    wait_for(lambda: states() == [State.CANCELLED])
    assert Job.objects.get().progress_done < 200


def test_a_hung_broker_holds_nobody_up_and_the_work_is_done_once_it_is_back(start_worker, tmp_path):
    mark = tmp_path / "mark"
    with silent_server() as address, broker_of_this_process(address):
        started = time.monotonic()
        with transaction.atomic():
            services.enqueue("tests.add", {"name": "Contoh", "mark": str(mark)})
        assert time.monotonic() - started < 2
        assert publisher.flush(30)
        assert not publisher.healthy
        assert services.enqueue("tests.add", {"name": "Kedua"}).hinted_at is None
    start_worker()
    wait_for(all_done)
    assert sorted(User.objects.values_list("name", flat=True)) == ["Contoh", "Kedua"]
    assert mark.read_text() == "x"


def test_a_worker_goes_on_after_its_broker_was_stopped_and_killed(start_worker, valkey):
    worker = start_worker()
    wait_for(lambda: "ready." in worker.text())
    valkey.signal(signal.SIGSTOP)
    services.enqueue("tests.add", {"name": "beku"})
    time.sleep(3)
    valkey.signal(signal.SIGCONT)
    wait_for(all_done)
    valkey.kill()
    services.enqueue("tests.add", {"name": "mati"})
    valkey.start()
    wait_for(all_done)
    assert list(User.objects.order_by("name").values_list("name", flat=True)) == ["beku", "mati"]


def test_ten_threads_ask_with_one_key_and_get_one_job(committed, valkey):
    found: list[object] = []
    barrier = threading.Barrier(10)

    def ask() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                found.append(services.enqueue("tests.add", {"name": "sama"}, key="satu").pk)
                time.sleep(0.02)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Job.objects.count()) == (10, 1, 1)


def test_a_stopped_worker_that_wakes_late_commits_nothing(start_worker, tmp_path):
    mark = tmp_path / "mark"
    slow = start_worker(JOBS_LEASE="1")
    services.enqueue("tests.add", {"name": "Contoh", "seconds": 2, "mark": str(mark)})
    wait_for(mark.exists)
    os.killpg(slow.process.pid, signal.SIGSTOP)
    start_worker(JOBS_LEASE="1")
    wait_for(all_done)
    os.killpg(slow.process.pid, signal.SIGCONT)
    wait_for(lambda: "longer than its lease" in slow.text())
    assert (User.objects.count(), Job.objects.get().attempts, mark.read_text()) == (1, 2, "xx")
