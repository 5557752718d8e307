"""What the trail's chain costs: transactions a second with and without an entry: `python -m bench.drill_audit`.

`--work` is how long a transaction does something else before it commits (milliseconds). The chain is locked only at
commit, so writers with work in hand must not wait for each other. Then the chain is verified and timed.
"""

import argparse
import os
import sys
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

from django.db import connection, transaction

from bench.database import throwaway
from core.accounts.models import User
from core.audit import queries, rules, services


def rate(user: User, *, threads: int, count: int, work: float, audited: bool) -> float:
    """Transactions a second of `threads` writers."""

    def write() -> None:
        for number in range(count):
            with transaction.atomic():
                User.objects.filter(pk=user.pk).exists()
                if audited:
                    services.record("ukur", user, by=user, detail={"nomor": number})
                time.sleep(work)
        connection.close()

    workers = [threading.Thread(target=write) for _ in range(threads)]
    start = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return threads * count / (time.monotonic() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--work", type=float, default=25)
    options = parser.parse_args()
    with throwaway():
        user = User.objects.create_user(name="Pegawai Contoh")
        for work in (0.0, options.work / 1000):
            plain, audited = (
                rate(user, threads=options.threads, count=options.count, work=work, audited=audited)
                for audited in (False, True)
            )
            print(f"work {work * 1000:3.0f} ms: {plain:5.0f} transactions/s without, {audited:5.0f} with an entry")
        start = time.monotonic()
        count, broken = rules.first_break(queries.chain_rows(), {})
        seconds = time.monotonic() - start
        print(f"verified {count} entries in {seconds:.2f} s ({count / seconds:.0f}/s); broken: {broken}")
    expected = 2 * options.threads * options.count
    return 0 if broken is None and count == expected else 1


if __name__ == "__main__":
    sys.exit(main())
