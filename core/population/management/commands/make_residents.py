"""`manage.py make_residents --count 1000 --seed kupang --out FILE.csv`: invented people of the stand-in, as CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tools.families import people, write_csv


class Command(BaseCommand):
    help = "Write invented families as CSV: the known people of the demo, then --count others."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--seed", default="kupang")
        parser.add_argument("--out", type=Path, help="a file; without it the standard output")

    def handle(self, *args: Any, count: int, seed: str, out: Path | None, **options: Any) -> None:
        if count < 0:
            raise CommandError("--count tidak boleh negatif.")
        if out is None:
            write_csv(people(count, seed), self.stdout)
            return
        try:
            with out.open("w", newline="") as file:
                written = write_csv(people(count, seed), file)
        except OSError as error:
            raise CommandError(f"{out} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{written} orang (data contoh) ditulis ke {out}.")
