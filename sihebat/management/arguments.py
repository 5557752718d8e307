"""What the commands' arguments mean."""

import argparse
from datetime import date

from django.core.management.base import CommandError

from core.days import EARLIEST, LATEST
from core.regions.models import Office


def day(text: str) -> date:
    """A day as 2022-12-31; for `add_argument(type=day)`."""
    try:
        found = date.fromisoformat(text)
        if not EARLIEST <= found <= LATEST:
            raise ValueError(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} bukan tanggal; tulis seperti 2022-12-31.") from error
    return found


def find_office(code: str) -> Office:
    office: Office | None = Office.objects.filter(code=code).first()
    if office is None:
        raise CommandError(f"Tidak ada perangkat daerah berkode {code!r}.")
    return office
