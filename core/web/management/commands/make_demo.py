"""manage.py make_demo: invented people and rows for the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.web import registry


class Command(BaseCommand):
    help = "Make the demo's invented people and rows; safe to run again. Refuses outside demo mode."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Data contoh hanya dibuat dalam mode demo (DEMO=true, bukan produksi).")
        for function in registry.demo:
            self.stdout.write(f"{function.__module__}.{function.__name__}")
            function()
