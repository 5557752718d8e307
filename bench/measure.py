"""`make measure SHARED=../shared`: the matching on claims that really circulated; skipped where they are not at hand.

They are not the project's, so neither they nor questions in their words stand in it. Asked are the project's own
questions, first about its own claims alone, then with the real claims around them, and the wording as it circulated.
"""

import csv
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.test")

OWN = Path(__file__).resolve().parent.parent / "kabashoax" / "data" / "measure"
CLAIMS, PAIRS = "data/hoax/claims_dev.csv", "data/hoax/pairs_dev.csv"
COLUMNS = ("recall_at_1", "recall_at_5", "mrr", "auto_answered", "auto_wrong", "p95_ms")


def rows_of(file: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with file.open(newline="", encoding="utf-8-sig") as handle:
        return list(csv.DictReader(handle))


def main(shared: Path) -> int:
    """Print the table; 0 also where there is nothing to measure on."""
    if not (shared / CLAIMS).exists():
        print(f"{shared / CLAIMS} is not there: nothing measured. Name its folder: make measure SHARED=...")
        return 0
    real, own, asked = rows_of(shared / CLAIMS), rows_of(OWN / "claims.csv"), rows_of(OWN / "queries.csv")
    cases = [("own questions, own claims", own, asked), ("own questions among all", own + real, asked)]
    if (shared / PAIRS).exists():
        said = [
            {"kind": "paraphrase", "query": row["query_as_circulated"], "expected_id": row["id"]}
            for row in rows_of(shared / PAIRS)
        ]
        cases.append(("wording as it circulated", real, said))
    print(f"{'':28}{'claims':>8}{'asked':>8}" + "".join(f"{name:>15}" for name in COLUMNS), flush=True)
    for name, claims, questions in cases:
        print(f"{name:28}{len(claims):8}{len(questions):8}{_measured(claims, questions)}", flush=True)
    return 0


def _measured(claims: list[dict[str, str]], questions: list[dict[str, str]]) -> str:
    from bench.database import throwaway
    from kabashoax.rules.measuring import figures
    from kabashoax.services.evaluating import evaluate

    with throwaway():
        found = figures(evaluate(claims, questions))
    return "".join(f"{found[name]:15}" for name in COLUMNS)


if __name__ == "__main__":
    from tools import testing

    testing.prepare_services()

    import django

    django.setup()
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))
