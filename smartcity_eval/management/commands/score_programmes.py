"""manage.py score_programmes --total N --running M: the rung of the Smart Governance ladder, without a database."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartcity_eval.rules.files import ladder
from smartcity_eval.rules.ladder import percent_running
from smartcity_eval.rules.scoring import InputError


class Command(BaseCommand):
    help = "Print the level (0 to 4) of so many programmes of which so many run; exit 1 for counts that can't be."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--total", type=int, required=True)
        parser.add_argument("--running", type=int, required=True)
        parser.add_argument("--format", choices=("json", "text"), default="json")

    def handle(self, *args: object, total: int, running: int, format: str, **options: object) -> None:  # noqa: A002 - the option's name
        try:
            rung = ladder().rung(total, running)
        except InputError as error:
            raise CommandError(str(error)) from None
        percent = percent_running(total, running)
        if format == "text":
            self.stdout.write(f"Tingkat {rung.level}: {rung.text} ({running}/{total}, {percent}%; {rung.source})")
            return
        row = {
            "level": rung.level,
            "total": total,
            "running": running,
            "percent": float(percent),
            "text": rung.text,
            "source": rung.source,
            "reconstructed": rung.is_reconstructed,
        }
        self.stdout.write(json.dumps(row, ensure_ascii=False))
