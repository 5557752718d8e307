"""`manage.py import_fills FILE --office CODE [--provider NAME] [--dry-run] [--errors FILE] [--format json]`."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from sihebat.management.arguments import find_office
from sihebat.models import ImportBatch
from sihebat.services.importing import error_rows, import_now


class Command(BaseCommand):
    help = "Take the fills of an office's vehicles from a CSV or XLSX file; each once, however often the file is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", metavar="CODE", required=True, help="whose vehicles the file may fill")
        parser.add_argument("--provider", help="numbers are unique within a provider; the office's code without it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be taken")
        parser.add_argument("--errors", type=Path, help="where refused rows go (FILE-ditolak.csv)")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = take(options)
        if batch.problem:
            raise CommandError(batch.problem)
        row: dict[str, Any] = {"added": batch.added, "known": batch.known, "refused": batch.refused}
        if batch.refused:
            errors = options["errors"] or options["file"].with_name(f"{options['file'].stem}-ditolak.csv")
            errors.write_bytes(error_rows(batch))
            row["errors"] = str(errors)
        if options["format"] == "json":
            self.stdout.write(json.dumps({**row, "dry_run": batch.dry_run}, ensure_ascii=False))
            return
        trial = "Uji coba, tidak ada yang disimpan. " if batch.dry_run else ""
        where = f" Lihat {row['errors']}." if batch.refused else ""
        self.stdout.write(
            f"{trial}Baru: {batch.added}. Sudah tercatat: {batch.known}. Ditolak: {batch.refused}.{where}"
        )


def take(options: dict[str, Any]) -> ImportBatch:
    """Take the file piece by piece; a trial leaves nothing behind, not even its counts."""
    office = find_office(options["office"])
    try:
        with options["file"].open("rb") as stream, transaction.atomic() if options["dry_run"] else nullcontext():
            batch = import_now(
                stream,
                filename=options["file"].name,
                provider=options["provider"] or office.code,
                office=office,
                dry_run=options["dry_run"],
            )
            if options["dry_run"]:
                transaction.set_rollback(True)
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}.") from error
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return batch
