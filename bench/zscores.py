"""Our z-scores beside pygrowup2's own: `python -m bench.zscores [ROWS]`. Same invented children, same machine, one run.

Prints rows a second of processor time for the rules alone and for the package, the largest difference between the
two, and rows a second by the clock of the whole command `manage.py zscores`, its start counted.
"""

import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from pygrowup import Observation

from sodamolek.growth.rules.tables import by_day
from sodamolek.growth.rules.zscores import STANDING_FROM, measurement_at, zscores

ROWS = 100_000
THEIRS = 2_000  # the package is slow
GOAL = 50_000
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


def command(rows: list[Child]) -> float:
    """From the start of `manage.py zscores` to its end, best of three."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "children.csv"
        file.write_text("sex,age_days,weight_kg,lenhei_cm\n" + "".join(f"{s},{a},{w},{h}\n" for s, a, w, h in rows))
        taken = []
        for _round in range(3):
            start = time.perf_counter()
            subprocess.run([sys.executable, "manage.py", "zscores", str(file)], stdout=subprocess.DEVNULL, check=True)
            taken.append(time.perf_counter() - start)
    return len(rows) / min(taken)


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


def main() -> int:
    rows = children(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    ours(rows[:1])  # reads the tables
    package, difference = theirs(rows[:THEIRS])
    whole = command(rows)
    print(f"ours, rules alone      {ours(rows):>12,.0f} rows/s of processor time (4 indices)")
    print(f"pygrowup2              {package:>12,.0f} rows/s of processor time (3 indices)")
    print(f"largest difference     {difference:>12.3f}")
    print(f"the whole command      {whole:>12,.0f} rows/s by the clock, {len(rows):,} rows (goal {GOAL:,})")
    return int(whole < GOAL)


if __name__ == "__main__":
    sys.exit(main())
