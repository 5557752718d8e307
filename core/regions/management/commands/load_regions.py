"""Load kecamatan, kelurahan, offices, office hours and holidays; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from core.regions import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: Any) -> None:
        counts = services.load_reference()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
