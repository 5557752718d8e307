"""Delete encrypted files that no row knows and that are older than a day."""

from django.core.management.base import BaseCommand

from core.files import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{services.collect()} berkas yatim dihapus.")
