"""manage.py make_administrator: the first administrator of a portal, or another when the last one has left."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from core.accounts.services import make_administrator
from core.regions.models import Office


class Command(BaseCommand):
    help = (
        "Make a city administrator. Their password is set by themselves, through recovery by e-mail; "
        "at the first sign-in the portal asks for a second factor."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nip", help="18 digits; somebody who is there already keeps name and address")
        parser.add_argument("name", help="with titles, as in letters")
        parser.add_argument("email")
        parser.add_argument("--office", default="kominfo", help="code of the office (default: %(default)s)")

    def handle(self, *args: object, **options: str) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError("Perangkat daerah ini tidak ada. Jalankan load_reference, lalu ulangi.")
        try:
            user = make_administrator(options["nip"], options["name"], options["email"], office=office)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        link = settings.PORTAL_URL + reverse("account_reset_password")
        self.stdout.write(f"{user.name} sekarang administrator di {office.name}.")
        self.stdout.write(f"Kata sandi: minta tautan di {link} dengan surel {user.email}.")
