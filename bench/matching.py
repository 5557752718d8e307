"""`python -m bench.matching`: finding a claim among 200,000, p95 of one question, in PostgreSQL."""

import argparse
import csv
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

from tools import testing

testing.prepare_services()

import django

django.setup()

from django.db import connection, transaction

from bench.database import throwaway
from kabashoax.queries import matching
from kabashoax.rules.measuring import percentile
from kabashoax.services import evaluating

GOAL_MS = 80
WARM = 10
DATA = Path(__file__).resolve().parent.parent / "kabashoax" / "data" / "measure"
SYLLABLES = [first + last for first in "bklmnprst" for last in "aeiou"]


def invented(count: int, seed: int = 7) -> list[dict[str, str]]:
    """Claims of words whose frequency falls as in a language (Zipf), with the measured archive among them."""
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(40_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    said = iter(dice.choices(words, weights, k=count * 30))
    with (DATA / "claims.csv").open() as rows:
        known = list(csv.DictReader(rows))
    texts = [" ".join(next(said) for _ in range(30)) for _ in range(count - len(known))]
    # A claim's common words come from the measured archive, so that questions meet long lists.
    common = [word for row in known for word in row["hoax_text"].split()]
    made = [
        {"id": f"x{n}", "title": f"{dice.choice(common)} {text[:50]} {dice.choice(common)}", "hoax_text": text}
        for n, text in enumerate(texts)
    ]
    return known + made


def main() -> int:
    """Print the figures; 1 when p95 misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200_000)
    count = parser.parse_args().claims
    with (DATA / "queries.csv").open() as rows:
        questions = [row["query"] for row in csv.DictReader(rows)]
    with throwaway(), transaction.atomic():
        start = time.perf_counter()
        with connection.cursor() as cursor:
            evaluating.fill(cursor, invented(count))
        print(f"{count:,} claims made and indexed in {time.perf_counter() - start:.0f} s", flush=True)
        for question in questions[:WARM]:
            matching.find(question)
        seconds = [_timed(question) for question in questions]
        transaction.set_rollback(True)
    p50, p95 = (1000 * percentile(seconds, percent) for percent in (50, 95))
    print(f"{len(seconds)} questions: p50 {p50:.1f} ms, p95 {p95:.1f} ms (goal {GOAL_MS} ms)")
    return int(p95 > GOAL_MS)


def _timed(question: str) -> float:
    began = time.perf_counter()
    matching.find(question)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
