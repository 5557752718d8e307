"""`python -m bench.drill_faults`: kill workers and the broker under load, then count what was done and what was sent.

A web process of its own keeps asking for work the whole time (a job that writes one row, a job outside any
transaction, a mail). Meanwhile workers are killed with SIGKILL, and the broker is stopped for seconds or killed with
all it held. At the end every job must be done once and every mail must have reached a real SMTP server once.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.core.jobs.servers import Valkey, Worker

WORKERS = 2
PRODUCTION = {"JOBS_LEASE": "30", "JOBS_RESEND_AFTER": "30", "JOBS_SEND_EVERY": "10"}


@dataclass
class Drill:
    """One run: what was asked for, how long asking took, what was broken."""

    valkey: "Valkey"
    workers: list["Worker"]
    waits: list[float] = field(default_factory=list)
    asked: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Ask for work about 20 times a second until the drill is over."""
        from django.db import connection, transaction

        from core.jobs.services import enqueue
        from core.notifications.services import mail

        while not self.over.wait(0.05):
            started = time.monotonic()
            number = self.asked
            with transaction.atomic():
                enqueue("tests.add", {"name": f"warga {number}", "seconds": 0.02})
                if number % 4 == 0:
                    enqueue("tests.outside", {"steps": 2, "seconds": 0.02})
                    mail(f"warga{number}@contoh.id", "Judul", "Isi")
            self.waits.append(time.monotonic() - started)
            self.asked += 1
        connection.close()

    def kill_worker(self, number: int) -> None:
        worker = self.workers[number % len(self.workers)]
        time.sleep(1.5 if number % 3 else 4)
        worker.kill()
        worker.start()

    def stop_broker(self, number: int) -> None:
        self.valkey.signal(signal.SIGSTOP)
        time.sleep(2 + number % 3)
        self.valkey.signal(signal.SIGCONT)
        time.sleep(2)

    def kill_broker(self, number: int) -> None:
        self.valkey.kill()
        time.sleep(0.5 + number % 2)
        self.valkey.start()
        time.sleep(2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worker-kills", type=int, default=10)
    parser.add_argument("--broker-stops", type=int, default=5)
    parser.add_argument("--broker-kills", type=int, default=5)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.core.jobs.worker_settings"
    import django

    django.setup()
    from tools.testing import clone_template, drop_database

    database = clone_template()
    try:
        return run(database, options)
    finally:
        drop_database(database)


def run(database: str, options: argparse.Namespace) -> int:
    from django.db import connection

    from tests.core.jobs import kinds  # noqa: F401 - registers them
    from tests.core.jobs.servers import Valkey, Worker, use_broker
    from tests.core.notifications.smtp import smtp_server

    connection.settings_dict["NAME"] = database
    with smtp_server() as (counter, port):
        valkey = Valkey()
        use_broker(valkey.url)
        environment = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), **PRODUCTION}
        workers = [Worker(database, valkey.url, environment) for _ in range(WORKERS)]
        drill = Drill(valkey, workers)
        try:
            break_things(drill, options)
            recovery = settle()
        finally:
            drill.over.set()
            for worker in workers:
                worker.stop()
            valkey.close()
        faulty = report(drill, options, counter.ids(), recovery)
        connection.close()
        return faulty


def break_things(drill: Drill, options: argparse.Namespace) -> None:
    asking = threading.Thread(target=drill.ask)
    asking.start()
    faults: list[Callable[[int], None]] = [drill.kill_worker] * options.worker_kills
    faults += [drill.stop_broker] * options.broker_stops
    faults += [drill.kill_broker] * options.broker_kills
    # Mixed evenly, the same in every run.
    order = sorted(range(len(faults)), key=lambda n: (n * 7919) % max(len(faults), 1))
    for number, index in enumerate(order):
        faults[index](number)
        print(f"\r{number + 1} of {len(faults)} faults, {drill.asked} requests", end="", flush=True)
    drill.over.set()
    asking.join()
    print()


def settle(seconds: float = 120) -> float:
    """Seconds from the last fault until nothing is unfinished."""
    from core.jobs.models import Job
    from core.jobs.rules import UNFINISHED

    started = time.monotonic()
    while Job.objects.filter(state__in=UNFINISHED).exists() and time.monotonic() - started < seconds:
        time.sleep(0.2)
    return time.monotonic() - started


def report(drill: Drill, options: argparse.Namespace, mails: list[str], recovery: float) -> int:
    """Print the table; 0 when nothing was lost or doubled."""
    from core.accounts.models import User
    from core.jobs.models import Job
    from core.jobs.rules import State
    from core.notifications.models import Delivery
    from core.notifications.rules import DeliveryState

    effects = Tally(User.objects.values_list("name", flat=True))
    sent = Tally(mails)
    uncertain = Delivery.objects.filter(state=DeliveryState.UNCERTAIN)
    known = {f"<{pk}@kupang.contoh>" for pk in Delivery.objects.values_list("pk", flat=True)}
    arrived_uncertain = sum(f"<{pk}@kupang.contoh>" in sent for pk in uncertain.values_list("pk", flat=True))
    unfinished = Job.objects.exclude(state=State.DONE)
    rows: list[tuple[str, object, object]] = [
        ("worker kills (SIGKILL)", options.worker_kills, ""),
        ("broker stopped (SIGSTOP)", options.broker_stops, ""),
        ("broker killed, all it held lost", options.broker_kills, ""),
        ("requests", drill.asked, ""),
        ("longest wait of a request, s", round(max(drill.waits), 2), "< 3"),
        ("jobs", Job.objects.count(), ""),
        ("jobs not done", unfinished.count(), 0),
        ("effects missing", drill.asked - len(effects), 0),
        ("effects doubled", sum(effects.values()) - len(effects), 0),
        ("jobs tried more than once", Job.objects.filter(attempts__gt=1).count(), ""),
        ("mails asked for", len(known), ""),
        ("mails missing", len(known - set(sent)), 0),
        ("mails doubled", sum(sent.values()) - len(sent), 0),
        ("mails called uncertain (of these arrived)", f"{uncertain.count()} ({arrived_uncertain})", ""),
        ("recovery after the last fault, s", round(recovery, 1), "< 60"),
    ]
    for name, value, wanted in rows:
        print(f"{name:45} {value!s:>10}  {wanted}")
    missing = len(known - set(sent)) - (uncertain.count() - arrived_uncertain)
    faults = unfinished.count() + abs(drill.asked - len(effects)) + sum(effects.values()) - len(effects)
    return int(bool(faults + missing + sum(sent.values()) - len(sent)) or max(drill.waits) >= 3 or recovery >= 60)


if __name__ == "__main__":
    sys.exit(main())
