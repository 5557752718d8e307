"""manage.py load_instruments [FOLDER]: read the instruments; a changed file makes a new version."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartcity_eval import services
from smartcity_eval.rules.files import FOLDER
from smartcity_eval.rules.instrument import InstrumentError


class Command(BaseCommand):
    help = "Load the instruments from JSON files; safe to run again. A changed file makes a new version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            made = services.load_instruments(folder)
        except InstrumentError as error:
            raise CommandError(f"Tidak ada yang dimuat. {error}") from error
        for row in made:
            self.stdout.write(f"{row.code} versi {row.version}: {row.name}")
        self.stdout.write(f"{len(made)} versi baru.")
