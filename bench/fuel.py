"""`python -m bench.fuel`: the efficiency report over millions of fills, from the roll-up and over the rows.

Both answers are compared first; only equal ones are timed. DuckDB is no dependency of the portal, so the comparison
with it on a file of its own is left to whoever has it at hand.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

from tools import testing

testing.prepare_services()

import django

django.setup()

from django.db import connection

from bench.database import throwaway
from sihebat.queries.checking import roll_up_differences
from sihebat.queries.efficiency import uses_of
from sihebat.rules.efficiency import Use
from sihebat.rules.period import Period

OFFICES, PER_OFFICE, YEARS = 43, 24, 5
VEHICLES = OFFICES * PER_OFFICE
PIECE = 500_000
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))

MAKE = """
INSERT INTO regions_office (id, code, name, abbreviation, kind, address, phone, email)
  SELECT gen_random_uuid(), 'bench-' || n, 'Kantor ' || n, '', 'dinas', '', '', ''
  FROM generate_series(1, %(offices)s) n;
INSERT INTO sihebat_vehicle (id, office_id, plate, kind, name, product, is_active, is_demo)
  SELECT gen_random_uuid(), o.id, o.code || '-' || n, 'car', '',
    (ARRAY['pertalite', 'pertamax', 'biosolar', 'dexlite'])[1 + n %% 4], true, true
  FROM regions_office o, generate_series(1, %(per_office)s) n WHERE o.code LIKE 'bench-%%';
"""
FILLS = """
INSERT INTO sihebat_fill (id, vehicle_id, office_id, filled_at, product, litres, price, total, station, provider,
  number, revision, is_current, reason, method, flags, created_at)
SELECT gen_random_uuid(), v.id, v.office_id, '2021-01-01 00:00+08'::timestamptz + (n %% %(days)s) * interval '1 day'
    + (n %% 600) * interval '1 minute', v.product, 5 + (n %% 40000) / 1000.0, 10000, 50000 + (n %% 400000), '', 'bench',
  n::text, 0, true, '', 'file', '{}', now()
FROM generate_series(%(first)s, %(last)s) n
JOIN (SELECT *, row_number() OVER (ORDER BY plate) - 1 AS place FROM sihebat_vehicle) v
  ON v.place = n %% %(vehicles)s
"""
OVER_ROWS = """
SELECT o.code, f.product, count(*), sum(f.litres), sum(f.total), sum(f.price * f.litres)
FROM sihebat_fill f JOIN regions_office o ON o.id = f.office_id
WHERE f.is_current AND f.day BETWEEN %s AND %s GROUP BY 1, 2 ORDER BY 1, 2
"""


def make_fills(count: int) -> None:
    """`count` fills over five years, in pieces, with the roll-up kept by the triggers as always."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(MAKE, {"offices": OFFICES, "per_office": PER_OFFICE})
        for first in range(1, count + 1, PIECE):
            last = min(count, first + PIECE - 1)
            cursor.execute(FILLS, {"first": first, "last": last, "days": YEARS * 365, "vehicles": VEHICLES})
            print(f"  {last:,} isi", flush=True)
        cursor.execute("ANALYZE sihebat_fill, sihebat_dailytotal")


def over_rows() -> list[Use]:
    with connection.cursor() as cursor:
        cursor.execute(OVER_ROWS, [YEAR.start, YEAR.end])
        return [Use(*row) for row in cursor.fetchall()]


def median_seconds(work: Callable[[], Any], times: int) -> float:
    taken = []
    for _round in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fills", type=int, default=5_000_000)
    count = parser.parse_args().fills
    with throwaway():
        start = time.perf_counter()
        make_fills(count)
        print(f"dibuat dengan rekap: {count / (time.perf_counter() - start):,.0f} isi/detik")
        if uses_of(YEAR) != over_rows() or roll_up_differences():
            sys.exit("rekap berbeda dari barisnya")
        rows, rolled = median_seconds(over_rows, 5), median_seconds(lambda: uses_of(YEAR), 15)
        print(f"laporan setahun: rekap {rolled * 1000:.1f} ms, baris {rows * 1000:.0f} ms, nisbah {rolled / rows:.4f}")


if __name__ == "__main__":
    main()
