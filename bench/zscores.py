"""Our z-scores beside pygrowup2's own: `python -m bench.zscores [ROWS]`. Same invented children, same machine, one run.

Prints rows a second of processor time for the rules alone, for a CSV file in and out (what `manage.py zscores`
does), and for the package; and the largest difference between the two.
"""

import csv
import io
import random
import sys
import time
from decimal import Decimal

from pygrowup import Observation

from sodamolek.growth.rules.files import scored_rows
from sodamolek.growth.rules.tables import by_day
from sodamolek.growth.rules.zscores import STANDING_FROM, measurement_at, zscores

ROWS = 100_000
THEIRS = 2_000  # the package is slow
Child = tuple[str, int, float, float]


def children(count: int) -> list[Child]:
    """Invented children, within 2.5 standard deviations; the same each time."""
    dice = random.Random(731)
    found = []
    for _ in range(count):
        sex, age = dice.choice("MF"), dice.randrange(30, 1800)
        weight = measurement_at(dice.uniform(-2.5, 2.5), by_day("wfa", sex)[age])
        lenhei = measurement_at(dice.uniform(-2.5, 2.5), by_day("lhfa", sex)[age])
        found.append((sex, age, round(weight, 1), round(lenhei, 1)))
    return found


def ours(rows: list[Child]) -> float:
    start = time.process_time()
    for sex, age, weight, lenhei in rows:
        zscores(sex, age, weight, lenhei)
    return len(rows) / (time.process_time() - start)


def our_file(rows: list[Child]) -> float:
    text = "sex,age_days,weight_kg,lenhei_cm\n" + "".join(f"{s},{a},{w},{h}\n" for s, a, w, h in rows)
    start = time.process_time()
    csv.writer(io.StringIO()).writerows(scored_rows(csv.reader(io.StringIO(text)), lambda *_row: None))
    return len(rows) / (time.process_time() - start)


def theirs(rows: list[Child]) -> tuple[float, float]:
    """Rows a second of the package, and the largest difference of height and weight for age from ours."""
    largest, start = 0.0, time.process_time()
    found = []
    for sex, age, weight, lenhei in rows:
        seen = Observation(sex="male" if sex == "M" else "female", age_in_days=age)
        lying = age < STANDING_FROM
        height = seen.lhfa(Decimal(str(lenhei)), recumbent=lying, auto_adjust=False)
        found.append((height, seen.wfa(Decimal(str(weight)))))
        seen.bmifa(Decimal(str(weight)) * 10_000 / Decimal(str(lenhei)) ** 2)
    speed = len(rows) / (time.process_time() - start)
    for row, pair in zip(rows, found, strict=True):
        scores = zscores(*row)
        largest = max(largest, *(abs(float(b) - (a or 0)) for a, b in zip(scores[:2], pair, strict=True)))
    return speed, largest


def main() -> None:
    rows = children(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    ours(rows[:1])  # reads the tables
    package, difference = theirs(rows[:THEIRS])
    print(f"ours, rules alone   {ours(rows):>12,.0f} rows/s  (4 indices)")
    print(f"ours, file to file  {our_file(rows):>12,.0f} rows/s  (4 indices and flags)")
    print(f"pygrowup2           {package:>12,.0f} rows/s  (3 indices)")
    print(f"largest difference  {difference:>12.3f}")


if __name__ == "__main__":
    main()
