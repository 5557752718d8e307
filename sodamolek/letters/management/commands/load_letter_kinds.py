"""manage.py load_letter_kinds [FOLDER]: read the kinds of letters; a changed file makes a new version."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sodamolek.letters import services
from sodamolek.letters.rules.loading import SchemaError
from sodamolek.letters.services.kinds import FOLDER


class Command(BaseCommand):
    help = "Load the kinds of letters from JSON files; safe to run again. A changed file makes a new version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            made = services.load_kinds(folder)
        except SchemaError as error:
            raise CommandError(f"Tidak ada yang dimuat. {error}") from error
        for kind in made:
            self.stdout.write(f"{kind.code} versi {kind.version}: {kind.name}")
        self.stdout.write(f"{len(made)} versi baru.")
