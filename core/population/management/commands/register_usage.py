"""`manage.py register_usage --from 2026-07-01 --to 2026-12-31 [--format csv]`: how the register was used.

By source, office, purpose, element and result, for the report that the agreement with Dukcapil asks for each half-year.
Without dates: the half-year under way.
"""

import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.population import queries
from core.population.rules.usage import half_year


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        parser.add_argument("--to", dest="end", type=date.fromisoformat, help="last day, included")
        parser.add_argument("--format", choices=("table", "csv"), default="table")

    def handle(self, *args: Any, start: date | None, end: date | None, **options: Any) -> None:
        first, last = half_year(start or end or timezone.localdate())
        first, last = start or first, end or last
        if first > last:
            raise CommandError("--from harus sebelum --to.")
        if options["format"] == "csv":
            csv.writer(self.stdout, lineterminator="\n").writerows(queries.report_lines(first, last))
            return
        self.stdout.write(f"Pemanfaatan data kependudukan, {first} sampai {last}")
        rows = [tuple(str(cell) for cell in row.words()) for row in queries.element_report(first, last)]
        if not rows:
            self.stdout.write("Tidak ada pertanyaan ke register pada masa ini.")
            return
        table = [queries.HEADER, *rows]
        widths = [max(len(row[n]) for row in table) for n in range(len(queries.HEADER))]
        for row in table:
            self.stdout.write("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())
