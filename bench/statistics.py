"""`nice python -m bench.statistics [--rows N]`: desk, search and statistics with 1,000,000 requests against 10,000.

The requests are spread over three years, 51 kelurahan and all kinds, and go through the triggers that keep the
roll-up; it must be what the requests add up to, or nothing is timed. The pages are asked in turns over kept
connections (bench/server.py), medians. Goal: at most 1.3 times. Exit 1 when it is missed.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

import django

django.setup()  # before anything of ours is imported, hence E402

import psycopg2
from django.db import connection
from django.utils import timezone

from bench.database import throwaway
from bench.pages import session_of
from bench.server import Target, race, serve
from core.accounts.rules import Role
from core.regions.models import Office
from sodamolek.letters.queries.statistics import roll_up_differences
from sodamolek.letters.services.city_months import add_up_city
from tests.factories.accounts import staff
from tests.factories.letters import LetterRequestFactory, office_hours
from tests.factories.regions import OfficeFactory
from tools.testing import with_database

FEW, MANY = 10_000, 1_000_000
OFFICES, DAYS, PIECE, LATEST = 51, 3 * 365, 20_000, 200
SLOWDOWN = 1.3
# What differs from request to request; multiplied by primes so that office, kind, day and time don't go together.
VARIED = {
    "id": "gen_random_uuid()",
    "submit_token": "gen_random_uuid()",
    "reference": "'B-' || n",
    "office_id": "(%(offices)s::uuid[])[1 + n * 7919 %% {offices}]",
    "kind_id": "(%(kinds)s::uuid[])[1 + n * 104729 %% {kinds}]",
    # A sixth waits, so that the desk has a full page with few requests as with many.
    "status": "CASE WHEN n %% 20 = 0 THEN 'rejected' WHEN n %% 6 = 1 THEN 'submitted' ELSE 'signed' END",
    "subject_name": "(ARRAY['Maria', 'Yohanis', 'Benyamin', 'Anastasia', 'Clara'])[1 + n * 611953 %% 5] "
    "|| ' ' || (ARRAY['Nomleni', 'Taopan', 'Manafe', 'Sanga'])[1 + n * 15487 %% 4] || ' ' || n * 32452843 %% 500",
    "submitted_at": "%(end)s::timestamptz - interval '1 minute' * (n * 48271 %% {minutes})",
    "due_at": "%(end)s::timestamptz - interval '1 minute' * (n * 48271 %% {minutes}) + interval '2 days'",
    "decided_at": "%(end)s::timestamptz - interval '1 minute' * (n * 48271 %% {minutes}) "
    "+ interval '1 minute' * (n * 15485863 %% 4000)",
    "served_minutes": "n * 15485863 %% 1300",
    "returns": "(n %% 7 = 0)::int",
}


def as_owner(database: str, statement: str) -> None:
    """What the portal's own role may not do."""
    url = with_database(os.environ["KUPANG_TEST_ADMIN_URL"], database)
    with closing(psycopg2.connect(url)) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute(statement)


def fill(rows: int, offices: list[Office]) -> None:
    """Copies of one request, with what `VARIED` changes."""
    model = LetterRequestFactory(status="submitted")
    kinds = list(type(model.kind).objects.values_list("pk", flat=True))
    numbers = {"offices": len(offices), "kinds": len(kinds), "minutes": DAYS * 24 * 60}
    values: dict[str, Any] = {
        "offices": [str(o.pk) for o in offices],
        "kinds": [str(k) for k in kinds],
        "end": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'letters_letterrequest' AND is_generated = 'NEVER'"
        )
        columns = [name for (name,) in cursor.fetchall()]
        sources = [VARIED[name].format(**numbers) if name in VARIED else f'model."{name}"' for name in columns]
        cursor.execute("SET statement_timeout = 0")
        for first, last in pieces(rows):
            cursor.execute(
                f"INSERT INTO letters_letterrequest ({', '.join(columns)}) SELECT {', '.join(sources)} "  # noqa: S608 - our own columns
                "FROM letters_letterrequest model, generate_series(%(first)s::bigint, %(last)s) n "
                "WHERE model.id = %(model)s",
                {**values, "first": first, "last": last, "model": model.pk},
            )
            if last < rows:
                add_up_city()


def pieces(rows: int) -> Iterator[tuple[int, int]]:
    """From and to: the latest requests last, which the hourly round has not added up yet."""
    for first in range(1, rows - LATEST + 1, PIECE):
        yield first, min(rows - LATEST, first + PIECE - 1)
    yield rows - LATEST + 1, rows


@contextmanager
def portal(rows: int) -> Iterator[list[Target]]:
    """The server on a database with `rows` requests, and its statistics as targets."""
    with throwaway() as database:
        office_hours()
        operator = staff(Role.OPERATOR)
        mine = Office.objects.get(pk__in=operator.offices_with(Role.OPERATOR))
        # A million letters without their million files.
        as_owner(database, "ALTER TABLE letters_letterrequest DROP CONSTRAINT letter_signed_has_document")
        start = time.perf_counter()
        fill(rows, [mine, *(OfficeFactory() for _ in range(OFFICES - 1))])
        as_owner(database, "VACUUM ANALYZE")
        print(f"{rows:,} requests with their roll-up in {time.perf_counter() - start:.0f} s", flush=True)
        if roll_up_differences():
            sys.exit("The roll-up is not what the requests add up to: nothing is timed.")
        year = timezone.localdate().year - 1
        session = session_of(operator)
        with serve("kupang_portal.settings.test", database) as port:
            yield [
                Target("desk", port, "/meja/", session),
                Target("first name", port, "/meja/?q=anastasia", session),
                Target("name", port, "/meja/?q=anastasia+nomleni", session),
                Target("number", port, "/meja/?q=SKTM-ZZZZ-ZZZZ", session),
                Target("city, month", port, f"/surat/statistik/?periode={year}-06"),
                Target("city, year", port, f"/surat/statistik/?periode={year}"),
                Target("office, year", port, f"/meja/statistik/?periode={year}", session),
            ]


def main() -> int:
    """Print medians in milliseconds and their ratio; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=MANY)
    many_rows = parser.parse_args().rows
    with portal(FEW) as few, portal(many_rows) as many:
        race([*few, *many], rounds=10, batch=5)
    missed = 0
    print(f"{'page':<16}{FEW:>12,}{many_rows:>12,}{'ratio':>8}")
    for before, after in zip(few, many, strict=True):
        ratio = after.median_ms / before.median_ms
        missed += ratio > SLOWDOWN
        print(f"{before.name:<16}{before.median_ms:>9.1f} ms{after.median_ms:>9.1f} ms{ratio:>8.2f}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
