"""manage.py score_assessment FILE.json --format json: the index of levels, aspects or domains, without a database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smartcity_eval.rules.files import bundled
from smartcity_eval.rules.reading import as_json, read_assessment
from smartcity_eval.rules.scoring import InputError


class Command(BaseCommand):
    help = "Print the index, predicate, domains and aspects of an assessment on one line; exit 1 when it can't be."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=("json", "text"), default="text")

    def handle(self, *args: object, file: Path, format: str, **options: object) -> None:  # noqa: A002 - the option's name
        try:
            spec, score = read_assessment(file.read_text(encoding="utf-8"), bundled())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: tidak terbaca ({error})") from None
        except InputError as error:
            raise CommandError(f"{file.name}: {error}") from None
        if format == "json":
            self.stdout.write(json.dumps(as_json(spec, score), ensure_ascii=False))
        else:
            self.stdout.write(f"{spec.name}: {score.index} ({score.predicate})")
