"""`manage.py check_daily_totals`: do the roll-ups say what the fills add up to?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sihebat.models import DailyTotal
from sihebat.queries.checking import roll_up_differences


class Command(BaseCommand):
    help = "Compare the roll-ups of fills (day or month x office x product) with the fills; exit 1 when they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            found = roll_up_differences()
            rows = DailyTotal.objects.count()
        for row in found:
            self.stderr.write(
                f"{row['roll_up']} {row['start']} {row['office']} {row['product']}: "
                f"{row['fills']} isi, Rp {row['total']}, {row['litres']} l; "
                f"seharusnya {row['fills_found']} isi, Rp {row['total_found']}, {row['litres_found']} l"
            )
        if found:
            raise CommandError("Rekap tidak sama dengan pengisian.")
        self.stdout.write(f"Rekap harian cocok: {rows} baris.")
