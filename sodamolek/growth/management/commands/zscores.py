"""manage.py zscores FILE.csv: WHO's z-scores for a file of children, to standard output."""

import csv
import io
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sodamolek.growth.rules.files import scored_rows

CHUNK = 5000
BYTES = "surrogateescape"
SHOWN = 5  # refused rows that are named one by one


class Command(BaseCommand):
    help = (
        "Read sex (M/F), age_days, weight_kg, lenhei_cm[, measure (l/h)][, oedema (y/n)] and print the same rows with "
        "z_lhfa, z_wfa, z_wflh, z_bmi, flag_* (1: beyond WHO's limits) and flags (their names). '-': standard input."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV file with a header, or -")

    def handle(self, *args: object, file: str, **options: object) -> None:
        refused: list[tuple[int, str]] = []
        # A letter of another encoding in a name is no reason to leave a child without scores: it goes out as it came.
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=BYTES)
        try:
            if file == "-":
                self._print(scored_rows(csv.reader(sys.stdin), lambda *row: refused.append(row)))
            else:
                with Path(file).open(newline="", encoding="utf-8-sig", errors=BYTES) as source:
                    self._print(scored_rows(csv.reader(source), lambda *row: refused.append(row)))
        except BrokenPipeError:
            return  # whoever reads has seen enough
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Periksa nama berkasnya.") from None
        except (ValueError, csv.Error) as error:
            raise CommandError(f"{file}: kolom yang kurang atau berkas rusak: {error}.") from None
        for line, why in refused[:SHOWN]:
            self.stderr.write(f"baris {line} tidak terbaca: {why}")
        if len(refused) > SHOWN:
            self.stderr.write(f"... {len(refused)} baris tidak terbaca seluruhnya.")

    def _print(self, rows: Iterator[list[str]]) -> None:
        """Some thousand rows at a time: the command's stream is slow for each of them."""
        while chunk := list(islice(rows, CHUNK)):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(chunk)
            self.stdout.write(text.getvalue(), ending="")
