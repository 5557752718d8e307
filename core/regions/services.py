"""Loading reference data and a city's own polygons."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.regions import rules
from core.regions.models import Holiday, Office, OfficeHours, Region

DATA = Path(__file__).parent / "data"


def _seed(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return content


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Write regions, offices, hours and holidays from the seed files; how many rows there are now.

    Facts of a region are refreshed. Offices, hours and holidays that exist stay as the city keeps them.
    """
    regions = _seed("regions")
    for row in regions["kecamatan"]:
        _load_region(row, Region.Level.KECAMATAN, None)
    parents = {region.code: region for region in Region.objects.filter(level=Region.Level.KECAMATAN)}
    for row in regions["kelurahan"]:
        _load_region(row, Region.Level.KELURAHAN, parents[row["code"].rsplit(".", 1)[0]])
    _load_departments()
    _load_calendar()
    return {model._meta.model_name or "": model._default_manager.count() for model in (Region, Office, Holiday)}


def _load_region(row: dict[str, Any], level: Region.Level, parent: Region | None) -> None:
    column, line = row.get("tile", (None, None))
    region, _created = Region.objects.update_or_create(
        code=row["code"],
        defaults={
            "name": row["name"],
            "level": level,
            "parent": parent,
            "postal_code": row.get("postal_code", ""),
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "tile_column": column,
            "tile_row": line,
        },
    )
    Office.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": f"{level.label.capitalize()} {row['name']}",
            "abbreviation": row["abbreviation"],
            "kind": level.value,
            "region": region,
            "parent": Office.objects.get(region=parent) if parent else None,
            "address": f"{row['name']}, Kota Kupang {row.get('postal_code', '')}".strip(),
        },
    )


def _load_departments() -> None:
    for row in _seed("offices")["offices"]:
        parent = Office.objects.get(code=row["parent"]) if "parent" in row else None
        defaults = {"name": row["name"], "abbreviation": row["abbreviation"], "kind": "dinas", "parent": parent}
        Office.objects.get_or_create(code=row["code"], defaults=defaults)


def _load_calendar() -> None:
    calendar = _seed("calendar")
    if not OfficeHours.objects.filter(office=None).exists():
        OfficeHours.objects.bulk_create(OfficeHours(**row) for row in calendar["hours"])
    Holiday.objects.bulk_create((Holiday(**row) for row in calendar["holidays"]), ignore_conflicts=True)


@transaction.atomic
def load_boundaries(geojson: object) -> int:
    """Replace the polygons of the regions that a GeoJSON FeatureCollection names; how many were written.

    All or nothing: raises ValidationError that lists what is wrong with which feature.
    """
    known = list(Region.objects.all())
    found, problems = rules.match(geojson, [(region.code, region.name, region.level) for region in known])
    if problems:
        raise ValidationError(problems)
    changed = [region for region in known if region.code in found]
    for region in changed:
        region.boundary = found[region.code]
    Region.objects.bulk_update(changed, ["boundary"])
    return len(changed)
