"""manage.py load_markets: read the city's markets and the commodities that are surveyed."""

from django.core.management.base import BaseCommand

from sodamolek.prices.services import load_reference


class Command(BaseCommand):
    help = "Load markets and commodities from their data files; safe to run again. Needs load_regions first."

    def handle(self, *args: object, **options: object) -> None:
        markets, commodities = load_reference()
        self.stdout.write(f"{markets} pasar, {commodities} komoditas.")
