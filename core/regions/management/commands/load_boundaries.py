"""Load a city's own polygons from a GeoJSON file, matched by Kemendagri code or by name; all or nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.regions import services


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON FeatureCollection, WGS 84")

    def handle(self, *args: object, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{path}: tidak bisa dibuka ({error.strerror}).") from error
        except ValueError as error:
            raise CommandError(f"{path}: bukan JSON ({error}).") from error
        try:
            count = services.load_boundaries(content)
        except ValidationError as error:
            lines = "\n".join(error.messages)
            raise CommandError(f"{path}: tidak ada yang disimpan.\n{lines}") from error
        self.stdout.write(f"{count} batas wilayah disimpan.")
