"""Check a PDF as the verification page does: SAH and exit 0, or the reason and exit 1."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.documents.services import check_pdf


class Command(BaseCommand):
    help = "Memeriksa keaslian berkas PDF surat: mencetak SAH (kode keluar 0) atau alasannya (kode keluar 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            self.stdout.write(f"Berkas tidak dapat dibaca: {error.strerror}")
            sys.exit(1)
        check = check_pdf(data)
        if not check.valid:
            self.stdout.write(check.reason)
            sys.exit(1)
        document = check.document
        self.stdout.write(f"SAH - {document}" if document else "SAH")
