"""Check the trail's chain: exit 0 when it is whole, else 1 and the first row that is not."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit import queries, rules


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, help="file written by anchor_audit; without it a cut tail stays unseen"
        )

    def handle(self, *args: object, **options: Any) -> None:
        count, broken = rules.first_break(queries.chain_rows(), self._anchors(options["anchors"]))
        if broken:
            entry = f" (catatan {broken.entry_id})" if broken.entry_id else ""
            raise CommandError(f"RANTAI PUTUS pada tautan {broken.seq}{entry}: {broken.reason}.")
        unchained = queries.first_unchained()
        if unchained:
            raise CommandError(f"RANTAI PUTUS: catatan {unchained} tidak punya tautan.")
        self.stdout.write(f"Rantai utuh: {count} catatan.")

    def _anchors(self, path: Path | None) -> dict[int, str]:
        if path is None:
            return {}
        try:
            return rules.read_anchors(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error
