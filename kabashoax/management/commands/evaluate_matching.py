"""manage.py evaluate_matching: how well the matching finds claims, on files; the database stays as it was."""

import csv
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kabashoax.rules.measuring import figures
from kabashoax.services.evaluating import evaluate

ARCHIVE = {"id", "title", "hoax_text"}
QUERIES = {"qid", "kind", "query", "expected_id"}


class Command(BaseCommand):
    help = "Print recall, mean reciprocal rank, automatic answers and p95 for an archive and queries (CSV, UTF-8)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--archive", type=Path, required=True, help="id,date,title,hoax_text")
        parser.add_argument("--queries", type=Path, required=True, help="qid,kind,query,expected_id")
        parser.add_argument("--format", choices=("json", "text"), default="json")

    def handle(self, *args: object, archive: Path, queries: Path, format: str, **options: object) -> None:  # noqa: A002 - the option's name
        found = figures(evaluate(_rows(archive, ARCHIVE), _rows(queries, QUERIES)))
        if format == "json":
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in found.items()))


def _rows(file: Path, columns: set[str]) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    try:
        with file.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.DictReader(handle)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise CommandError(f"{file}: kolom {', '.join(sorted(missing))} tidak ada.")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{file}: {error}") from None
