"""`python -m bench.residents [ROWS]`: a city's own register taken over from a file of invented people.

Rows a second and peak memory of the first import, of the same file again and of a file with one changed row in a
hundred; then how long finding one person by NIK takes. A tenth of the file goes first: memory must not grow with it.
The suite's throw-away PostgreSQL does not wait for the disk, so a first import on a server takes somewhat longer.
On a busy machine read "cpu s", the processors' time of the import's own processes (PostgreSQL's is not in it).
"""

import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

from tools import testing

testing.prepare_services()

import django

django.setup()

from django.db import connection, connections

from bench.database import throwaway
from core.population.models import RegisterEntry
from core.population.providers.base import Purpose, Query
from core.population.providers.city import CityProvider
from core.population.services.register_file import FileOptions, import_register
from tools.families import Person, people, write_csv

ROWS = 450_000
LOOKUPS = 2_000
GOAL_SECONDS, GOAL_MS = 180.0, 5.0


def changed(rows: Iterable[Person]) -> Iterable[Person]:
    """The same people, one in a hundred of them with another occupation."""
    for number, person in enumerate(rows):
        yield replace(person, occupation="NELAYAN/PERIKANAN") if number % 100 == 7 else person


def write_file(path: Path, rows: Iterable[Person]) -> int:
    with path.open("w", newline="") as file:
        return write_csv(rows, file)


def take(path: Path, answer: Any) -> None:
    """In a process of its own, whose memory is nobody else's: import, and send what it took."""
    start = time.perf_counter()
    refused: list[object] = []
    with path.open("rb") as source:
        result = import_register(source, refused.append, FileOptions())
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    answer.send(
        (
            seconds,
            [cpu, *(one.ru_maxrss / 1024 for one in used)],
            (result.inserted, result.updated, result.unchanged, result.refused),
        )
    )


def import_of(path: Path) -> tuple[float, list[float], tuple[int, ...]]:
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=take, args=(path, theirs))
    process.start()
    found: tuple[float, list[float], tuple[int, ...]] = ours.recv()
    process.join()
    return found


def show(name: str, rows: int, path: Path) -> float:
    seconds, (cpu, own, worker), counts = import_of(path)
    print(
        f"{name:<24} {rows:>8,} {seconds:>8.1f} {rows / seconds:>10,.0f} {cpu:>8.1f} {own:>9.0f} {worker:>9.0f}  "
        + " / ".join(f"{n:,}" for n in counts),
        flush=True,
    )
    return seconds


def lookups(numbers: list[str]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest of finding and deciphering one person, in milliseconds."""
    provider, taken = CityProvider(), []
    provider.fetch(numbers[0], Query(Purpose.LETTER))  # connects
    for nik in numbers:
        start = time.perf_counter()
        provider.fetch(nik, Query(Purpose.LETTER))
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18], max(taken)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder, throwaway():
        tenth, whole, mended = (Path(folder) / name for name in ("tenth.csv", "whole.csv", "mended.csv"))
        few = write_file(tenth, people(count // 10))
        rows = write_file(whole, people(count))
        write_file(mended, changed(people(count)))
        print(f"{'':<66} peak memory, MB")
        heads = ("import", "rows", "seconds", "rows/s", "cpu s", "main", "each")
        print("{:<24} {:>8} {:>8} {:>10} {:>8} {:>9} {:>9}  new / changed / same / refused".format(*heads))
        show("a tenth of the file", few, tenth)
        RegisterEntry.objects.all().delete()
        seconds = show("first time", rows, whole)
        show("the same file again", rows, whole)
        show("one row in 100 changed", rows, mended)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('population_registerentry') / 1048576")
            print(f"table and indexes: {cursor.fetchone()[0]} MB")
        dice = random.Random(5371)
        known = [person.nik for person in people(count) if dice.random() < LOOKUPS / rows]
        p50, p95, longest = lookups([*known, *(f"{nik[:12]}0001" for nik in known[:100])])
        print(f"one person by NIK: median {p50:.2f} ms, p95 {p95:.2f} ms, longest {longest:.2f} ms (goal {GOAL_MS} ms)")
    return int(seconds > GOAL_SECONDS or p95 > GOAL_MS)


if __name__ == "__main__":
    sys.exit(main())
