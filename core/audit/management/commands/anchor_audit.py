"""Write the chain's last place and hash down outside the database: to a file on another host, or on paper."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core.audit import services


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="appended to; without it the line is only printed")

    def handle(self, *args: object, **options: Any) -> None:
        self.stdout.write(services.anchor(options["file"]) or "Belum ada catatan.")
