"""`manage.py check_letter_statistics`: does the roll-up say what requests and trail add up to?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sodamolek.letters.queries.statistics import roll_up_differences


class Command(BaseCommand):
    help = "Compare the months' sums of letters with the requests and the trail; exit 1 when they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            found = roll_up_differences()
        for month, office, kind in found:
            self.stderr.write(f"{month:%Y-%m} {office} {kind or '(semua jenis)'}")
        if found:
            raise CommandError("Rekap statistik tidak sama dengan permohonannya.")
        self.stdout.write("Rekap statistik cocok.")
