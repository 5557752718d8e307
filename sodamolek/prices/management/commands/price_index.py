"""manage.py price_index --week 2025-W30 --format json: our weekly index with the commodities that drive it."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sodamolek.prices import queries
from sodamolek.prices.rules.weeks import Week


class Command(BaseCommand):
    help = "Print the market price index (simulation) of an ISO week on one line; exit 1 when it can't be computed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--week", required=True, help="ISO week, such as 2025-W30")
        parser.add_argument("--format", choices=("json", "text"), default="text")

    def handle(self, *args: object, week: str, format: str, **options: object) -> None:  # noqa: A002 - the option's name
        try:
            wanted = Week.parse(week)
        except ValueError:
            raise CommandError(f"Minggu tidak dikenal: {week}. Tulis seperti 2025-W30.") from None
        report = queries.week_report(wanted)
        if report is None:
            raise CommandError(
                f"Indeks {wanted} tidak dapat dihitung: belum ada harga yang disahkan untuk minggu itu "
                f"dan bulan dasarnya ({wanted.base_month:%Y-%m}) di pasar yang sama."
            )
        facts = queries.index_as_dict(report)
        if format == "json":
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(f"{facts['label']} {wanted}: {facts['index']} ({facts['change_percent']:+} %)")
        for driver in facts["drivers"]:
            self.stdout.write(f"  {driver['name']}: {driver['contribution']:+}")
