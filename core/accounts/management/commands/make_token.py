"""manage.py make_token: a key for a program that calls the API."""

from argparse import ArgumentParser
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.accounts.models import User
from core.accounts.rules import SCOPES
from core.accounts.services import issue_token


class Command(BaseCommand):
    help = "Make an API token for an integrator or administrator; its secret is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("owner", help="NIP or e-mail address of the owner")
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--scope", action="append", required=True, choices=sorted(SCOPES))
        parser.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD (default: 90 days)")

    def handle(self, *args: object, **options: str) -> None:
        known_by = "email__iexact" if "@" in options["owner"] else "nip"
        owner = User.objects.filter(**{known_by: options["owner"]}).first()
        if owner is None:
            raise CommandError("Tidak ada pengguna dengan NIP atau surel ini.")
        try:
            _token, secret = issue_token(
                owner=owner,
                name=options["name"],
                scopes=list(options["scope"]),
                expires_on=options["until"],  # type: ignore[arg-type]
                by=None,
            )
        except PermissionDenied:
            raise CommandError("Pemilik token harus berperan integrator atau administrator.") from None
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(secret)
