"""Write the chain's last place and hash down outside the database: to a file on another host, or on paper."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.audit import queries


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="appended to; without it the line is only printed")

    def handle(self, *args: object, **options: Any) -> None:
        last = queries.last_link()
        if last is None:
            self.stdout.write("Belum ada catatan.")
            return
        line = f"{last.seq} {last.hash} {timezone.now().isoformat(timespec='seconds')}"
        if options["file"]:
            with options["file"].open("a", encoding="utf-8") as handle:
                handle.write(line + "\n")
        self.stdout.write(line)
