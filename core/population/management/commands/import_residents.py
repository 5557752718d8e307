"""`manage.py import_residents FILE.csv`: take over the register that the city's own Dukcapil office hands out.

Safe to run again: unchanged rows are passed over, changed ones updated. Rows that are refused are listed in
FILE.errors.csv by line, column and reason, without their values. The format: docs/panduan/register.md.
"""

import codecs
import csv
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.population.models import RegisterImport
from core.population.services.register_file import FileOptions, Refusal, import_register


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--errors", type=Path, help="where refused rows are listed (FILE.errors.csv)")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument("--encoding", default="utf-8", help="utf-8, cp1252, ...; one whose letters are bytes")
        parser.add_argument("--delimiter", default="", help="found by itself: one of , ; | and tabulator")
        parser.add_argument(
            "--remove-missing", type=int, metavar="N", help="remove who is not in the file, N people at most"
        )
        parser.add_argument("--processes", type=int, default=min(4, os.cpu_count() or 1))

    def handle(self, *args: Any, file: Path, errors: Path | None, **options: Any) -> None:
        chosen = FileOptions(
            encoding=_encoding(options["encoding"]),
            delimiter=_delimiter(options["delimiter"]),
            dry_run=options["dry_run"],
            remove_at_most=options["remove_missing"],
            processes=options["processes"],
        )
        list_file = errors or file.with_suffix(".errors.csv")
        try:
            result = _run(file, list_file, chosen)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        if chosen.dry_run:
            self.stdout.write("Uji coba: tidak ada yang diubah.")
        self.stdout.write(_summary(result))
        if result.refused:
            self.stdout.write(f"Baris yang ditolak: {list_file}")
            if chosen.remove_at_most is not None:
                self.stdout.write("Tidak ada yang dihapus, karena ada baris yang ditolak.")


def _run(file: Path, list_file: Path, options: FileOptions) -> RegisterImport:
    # Line numbers and reasons tell little, but a list of who is wrong in a register is nobody else's business.
    with file.open("rb") as source, open(list_file, "w", newline="", opener=_private) as listing:
        writer = csv.writer(listing)
        writer.writerow(["baris", "kolom", "alasan"])

        def refuse(refusal: Refusal) -> None:
            writer.writerow([refusal.line, refusal.field, refusal.reason])

        try:
            result = import_register(source, refuse, options)
        except ValidationError:
            _remove(list_file)
            raise
    if not result.refused:
        _remove(list_file)
    return result


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _encoding(name: str) -> str:
    try:
        if b"\n" in (encoded := "\n".encode(codecs.lookup(name).name)) and len(encoded) == 1:
            return name
    except LookupError:
        pass
    raise CommandError(f"--encoding {name}: tidak dikenal, atau bukan pengodean per bita. Pakai utf-8 atau cp1252.")


def _delimiter(text: str) -> str:
    text = "\t" if text in ("\\t", "tab") else text
    if len(text) > 1:
        raise CommandError("--delimiter: satu karakter, misalnya ';'.")
    return text


def _summary(result: RegisterImport) -> str:
    return (
        f"baru {result.inserted}, diperbarui {result.updated}, tidak berubah {result.unchanged}, "
        f"ditolak {result.refused}, dihapus {result.removed}"
    )
