"""manage.py evaluate_matching: how well the matching finds claims, on files; the database stays as it was."""

import csv
import json
import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kabashoax.rules.measuring import KINDS, PARAPHRASE, figures
from kabashoax.services.evaluating import evaluate

ARCHIVE = ("id", "title", "hoax_text")
QUERIES = ("qid", "kind", "query", "expected_id")


class Command(BaseCommand):
    help = "Print recall, mean reciprocal rank, automatic answers and p95 for an archive and queries (CSV, UTF-8)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--archive", type=Path, required=True, help="id,date,title,hoax_text")
        parser.add_argument("--queries", type=Path, required=True, help="qid,kind,query,expected_id")
        parser.add_argument("--format", choices=("json", "text"), default="json")

    def handle(self, *args: object, archive: Path, queries: Path, format: str, **options: object) -> None:  # noqa: A002 - the option's name
        claims, asked = _rows(archive, ARCHIVE), _rows(queries, QUERIES)
        _check_claims(archive, claims)
        _check_queries(queries, asked)
        known = {claim["id"] for claim in claims}
        unknown = [q["qid"] for q in asked if q["kind"] == PARAPHRASE and q["expected_id"] not in known]
        if unknown:  # counted as not found
            self.stderr.write(f"{queries}: expected_id tidak ada di {archive}: {', '.join(unknown[:10])}")
        found = figures(evaluate(claims, asked))
        if format == "json":
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in found.items()))


def _rows(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of `file`, of each only `columns` without spaces around, and the line where it ends."""
    csv.field_size_limit(10_000_000)
    try:
        with file.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.DictReader(handle)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise CommandError(f"{file}: kolom {', '.join(missing)} tidak ada.")
            rows = [(reader.line_num, {name: (row[name] or "").strip() for name in columns}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{file}: {error}") from None
    return [row | {"line": str(line)} for line, row in rows]


def _check_claims(file: Path, claims: list[dict[str, str]]) -> None:
    """Refuse claims that can't be told apart."""
    seen: dict[str, str] = {}
    for claim in claims:
        name, line = claim["id"], claim["line"]
        if not name:
            raise CommandError(f"{file}, baris {line}: id kosong.")
        if name in seen:
            raise CommandError(f"{file}, baris {line}: id {name} sudah ada di baris {seen[name]}.")
        seen[name] = line


def _check_queries(file: Path, queries: list[dict[str, str]]) -> None:
    """Refuse a kind that is none, after writing it in one way ("Near-miss" is nearmiss)."""
    for query in queries:
        kind = re.sub(r"[^a-z]", "", query["kind"].lower())
        if kind not in KINDS:
            raise CommandError(f"{file}, baris {query['line']}: kind {query['kind']!r} bukan {', '.join(KINDS)}.")
        query["kind"] = kind
