"""manage.py load_reference: everything that the portal reads from data files, in the order in which it is needed."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.web import registry


class Command(BaseCommand):
    help = "Load the reference data of every feature: regions, offices, kinds of letters, ... Safe to run again."

    def handle(self, *args: object, verbosity: int = 1, **options: object) -> None:
        for name in ("load_regions", *registry.reference):
            self.stdout.write(f"{name}:")
            call_command(name, verbosity=verbosity, stdout=self.stdout)
