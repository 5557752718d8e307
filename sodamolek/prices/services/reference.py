"""Reading markets and commodities from their data files."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from core.regions.models import Office
from sodamolek.prices.models import Commodity, Market

FOLDER = Path(__file__).resolve().parent.parent / "data"


def load_reference(folder: Path = FOLDER) -> tuple[int, int]:
    """Make or mend markets and commodities; safe to run again. What is no longer listed is surveyed no more.

    Returns how many markets and commodities there are. ValueError when the weights do not add up to 100.
    """
    markets = json.loads((folder / "markets.json").read_text())["markets"]
    commodities = json.loads((folder / "commodities.json").read_text())["commodities"]
    if sum(Decimal(row["weight"]) for row in commodities) != 100:
        raise ValueError("commodities.json: jumlah bobot harus 100.")
    offices = {office.code: office for office in Office.objects.filter(code__in={row["office"] for row in markets})}
    with transaction.atomic():
        for position, row in enumerate(markets, start=1):
            _keep(Market, row["code"], position, {**row, "office": offices[row["office"]]})
        for position, row in enumerate(commodities, start=1):
            _keep(Commodity, row["code"], position, row)
        Market.objects.exclude(code__in=[row["code"] for row in markets]).update(is_active=False)
        Commodity.objects.exclude(code__in=[row["code"] for row in commodities]).update(is_active=False)
    return len(markets), len(commodities)


def _keep(model: type[Market] | type[Commodity], code: str, position: int, row: dict[str, Any]) -> None:
    fields = {name: value for name, value in row.items() if name != "code"}
    model._base_manager.update_or_create(code=code, defaults={**fields, "position": position, "is_active": True})
