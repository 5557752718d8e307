"""`manage.py efficiency_report --from 2022-01-01 --to 2022-12-31 --basis ceiling [--office CODE] --format json`."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sihebat.management.arguments import day, find_office
from sihebat.queries import efficiency
from sihebat.queries.efficiency import Answer, Question
from sihebat.rules.efficiency import Basis
from sihebat.rules.period import Period
from sihebat.services.snapshot import source_of


class Command(BaseCommand):
    help = "Budget efficiency of fuel in a period, on one line; nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", type=day, required=True, help="first day, such as 2022-01-01")
        parser.add_argument("--to", dest="end", type=day, required=True, help="last day, included")
        parser.add_argument("--basis", choices=Basis.values, default=Basis.CEILING.value)
        parser.add_argument("--office", metavar="CODE", help="one office; the whole city without it")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            office = find_office(options["office"]) if options["office"] else None
            question = Question(Period(options["start"], options["end"]), Basis(options["basis"]), office)
            found = efficiency.answer(question)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        row = line_of(question, found)
        if options["format"] == "json":
            self.stdout.write(as_json(row))
        else:
            for name, value in row.items():
                self.stdout.write(f"{name:18} {value}")


def line_of(question: Question, found: Answer) -> dict[str, Any]:
    """The report in ten values."""
    row = found.figures.whole.as_json()
    del row["office"]
    return {**row, "ceiling_version": found.ceiling_version, "source": source_of(question)}


def as_json(row: dict[str, Any]) -> str:
    """One line of JSON in which percent and litres are numbers that keep their decimals: 2.00, not 2.0."""
    plain = {name: f"@{name}@" if name in {"percent", "litres"} and value else value for name, value in row.items()}
    text = json.dumps(plain, ensure_ascii=False)
    for name in ("percent", "litres"):
        text = text.replace(f'"@{name}@"', str(row[name]))
    return text
