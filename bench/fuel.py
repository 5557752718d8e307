"""`python -m bench.fuel [--fills N]`: the efficiency report over millions of fills, three ways.

1. as the portal makes it: `queries.efficiency.answer`, from the roll-up that the database keeps;
2. the same sums over the rows in PostgreSQL;
3. the same sums over the rows in DuckDB, on a file of its own.

All three must give the same report to the rupiah, or nothing is timed. Goals: at most 0.05 of the rows in PostgreSQL,
at most 1.5 times DuckDB. Exit 1 when one is missed. `make bench` takes the number from FUEL_FILLS.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

from tools import testing

testing.prepare_services()

import django

django.setup()

import duckdb
from django.db import connection

from bench.database import throwaway
from sihebat.queries.checking import roll_up_differences
from sihebat.queries.efficiency import Question, answer
from sihebat.rules.efficiency import Basis, Figures, Use, compute
from sihebat.rules.period import Period

OFFICES, PER_OFFICE = 43, 24
VEHICLES = OFFICES * PER_OFFICE
YEARS = 5
PIECE = 500_000
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
ROUNDS = 21
MOST_OF_ROWS, MOST_OF_DUCKDB = 0.05, 1.5

OFFICES_AND_MONEY = """
INSERT INTO regions_office (id, code, name, abbreviation, kind, address, phone, email)
  SELECT gen_random_uuid(), 'bench-' || lpad(n::text, 2, '0'), 'Kantor ' || n, '', 'dinas', '', '', ''
  FROM generate_series(1, %(offices)s) n;
INSERT INTO sihebat_vehicle (id, office_id, plate, kind, name, product, is_active, is_demo)
  SELECT gen_random_uuid(), o.id, o.code || '-' || n, 'car', '',
    (ARRAY['pertalite', 'pertamax', 'biosolar', 'dexlite'])[1 + n %% 4], true, true
  FROM regions_office o, generate_series(1, %(per_office)s) n WHERE o.code LIKE 'bench-%%';
INSERT INTO sihebat_ceiling (id, office_id, year, version, in_force_from, amount, decree, is_demo)
  SELECT gen_random_uuid(), id, 2023, 'murni', '2023-01-03', 9000000000, '', true
  FROM regions_office WHERE code LIKE 'bench-%%';
INSERT INTO sihebat_monthlyallocation (id, ceiling_id, month, amount)
  SELECT gen_random_uuid(), c.id, m, 700000000 FROM sihebat_ceiling c, generate_series(1, 12) m;
INSERT INTO sihebat_standardprice (id, year, product, in_force_from, price, decree)
  SELECT gen_random_uuid(), 2023, product, '2023-01-01', 10000, ''
  FROM unnest(ARRAY['pertalite', 'pertamax', 'biosolar', 'dexlite']) product;
"""
# In the order of time, as fills come in; vehicle, litres and price are scattered by multiplication.
FILLS = """
INSERT INTO sihebat_fill (id, vehicle_id, office_id, filled_at, product, litres, price, total, station, provider,
  number, revision, is_current, reason, method, flags, created_at)
SELECT gen_random_uuid(), v.id, v.office_id, '2021-01-01 00:00+08'::timestamptz + n * (interval '1 day' * %(step)s),
  v.product, 5 + (n * 7919 %% 40000) / 1000.0, 9000 + n * 104729 %% 61 * 50, 50000 + n * 31 %% 400000, '', 'bench',
  n::text, 0, n %% 500 <> 0, '', 'file', '{}', now()
FROM generate_series(%(first)s::bigint, %(last)s) n
JOIN (SELECT *, row_number() OVER (ORDER BY plate) - 1 AS place FROM sihebat_vehicle) v
  ON v.place = n * 48271 %% %(vehicles)s
ORDER BY n
"""
SUMS = """
SELECT o.code, f.product, count(*), sum(f.litres), sum(f.total), sum(f.price * f.litres)
FROM fills f JOIN offices o ON o.id = f.office_id
WHERE f.is_current AND f.day BETWEEN {day} AND {day} GROUP BY 1, 2 ORDER BY 1, 2
"""
IN_POSTGRES = SUMS.format(day="%s").replace("fills f", "sihebat_fill f").replace("offices o", "regions_office o")
IN_DUCKDB = SUMS.format(day="?")
DUCKDB_TABLES = """
CREATE TABLE offices (id uuid, code varchar);
CREATE TABLE fills (day date, office_id uuid, product varchar, litres decimal(8, 3), price int, total int,
  is_current boolean);
"""


def make_fills(count: int) -> None:
    """`count` fills over five years, in pieces, with the roll-up kept by the triggers as always."""
    step = YEARS * 365 / (count + 1)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(OFFICES_AND_MONEY, {"offices": OFFICES, "per_office": PER_OFFICE})
        for first in range(1, count + 1, PIECE):
            last = min(count, first + PIECE - 1)
            cursor.execute(FILLS, {"first": first, "last": last, "step": step, "vehicles": VEHICLES})
            print(f"  {last:,} pengisian", flush=True)
        cursor.execute("VACUUM (ANALYZE) sihebat_fill, sihebat_dailytotal")


def copy_to_duckdb(folder: Path) -> duckdb.DuckDBPyConnection:
    """The fills in a DuckDB file of their own, opened anew so that nothing is left unwritten."""
    tables = {
        "offices": "SELECT id, code FROM regions_office WHERE code LIKE 'bench-%'",
        "fills": "SELECT day, office_id, product, litres, price, total, is_current FROM sihebat_fill ORDER BY day",
    }
    with duckdb.connect(str(folder / "fills.duckdb")) as duck, connection.cursor() as cursor:
        duck.execute(DUCKDB_TABLES)
        for name, query in tables.items():
            file = folder / f"{name}.csv"
            with file.open("w") as out:
                cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv)", out)
            duck.execute(f"COPY {name} FROM '{file}' (FORMAT csv, HEADER false)")
            file.unlink()
    return duckdb.connect(str(folder / "fills.duckdb"), read_only=True)


def over_rows() -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(IN_POSTGRES, [YEAR.start, YEAR.end])
        return report_of(cursor.fetchall())


def over_duckdb(duck: duckdb.DuckDBPyConnection) -> Figures:
    return report_of(duck.execute(IN_DUCKDB, [YEAR.start, YEAR.end]).fetchall())


def report_of(rows: list[tuple[Any, ...]]) -> Figures:
    """The report from sums over rows; basis and prices are known beforehand, so that only the sums are timed."""
    codes = {row[0] for row in rows}
    standard = dict.fromkeys(("pertalite", "pertamax", "biosolar", "dexlite"), Fraction(10_000))
    return compute(dict.fromkeys(codes, Fraction(9_000_000_000)), [Use(*row) for row in rows], standard)


def as_the_portal() -> Figures:
    return answer(Question(YEAR, Basis.CEILING)).figures


def median_seconds(work: Callable[[], Any], times: int = ROUNDS) -> float:
    work()
    taken = []
    for _round in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def compare(duck: duckdb.DuckDBPyConnection) -> int:
    """Print the three times; 1 when a goal is missed."""
    if not as_the_portal() == over_rows() == over_duckdb(duck) or roll_up_differences():
        sys.exit("Ketiga jawaban berbeda: tidak ada yang diukur.")
    portal, rows = median_seconds(as_the_portal), median_seconds(over_rows, 5)
    beside = median_seconds(lambda: over_duckdb(duck))
    print(f"laporan setahun, {as_the_portal().whole.fills:,} pengisian di dalamnya, sama sampai rupiah:")
    print(f"  portal (rekap)     {portal * 1000:7.1f} ms")
    print(f"  baris, PostgreSQL  {rows * 1000:7.1f} ms, nisbah {portal / rows:.3f} (batas {MOST_OF_ROWS})")
    print(f"  baris, DuckDB      {beside * 1000:7.1f} ms, nisbah {portal / beside:.2f} (batas {MOST_OF_DUCKDB})")
    return int(portal > MOST_OF_ROWS * rows or portal > MOST_OF_DUCKDB * beside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fills", type=int, default=int(os.environ.get("FUEL_FILLS", "5000000")))
    count = parser.parse_args().fills
    with throwaway(), tempfile.TemporaryDirectory(prefix="kupang-duckdb-") as folder:
        start = time.perf_counter()
        make_fills(count)
        print(f"dibuat dengan rekap: {count / (time.perf_counter() - start):,.0f} pengisian/detik")
        with copy_to_duckdb(Path(folder)) as duck:
            return compare(duck)


if __name__ == "__main__":
    sys.exit(main())
