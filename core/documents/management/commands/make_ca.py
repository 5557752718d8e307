"""Make the portal's certificate authority, once."""

from typing import Any

from django.core.management.base import BaseCommand

from core.documents.services import make_ca


class Command(BaseCommand):
    help = "Membuat otoritas sertifikat portal (sekali; aman dijalankan lagi)."

    def handle(self, *args: Any, **options: Any) -> None:
        authority, made = make_ca()
        word = "dibuat" if made else "sudah ada"
        self.stdout.write(f"Otoritas sertifikat {word}: {authority}")
