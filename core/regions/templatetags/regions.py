"""The tile map: {% load regions %}{% tile_map values title="Permohonan bulan ini" unit="permohonan" %}."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format

from core.base import uuid7
from core.regions import queries, rules

register = template.Library()
SIDE = 64  # a tile's side in the drawing's own units, gap included
GAP = 4
# From pale to dark sea; each has at least 4.5:1 against its text (black on the first three, white on the others).
SHADES = (
    ("#e3f0f2", "#14282d"),
    ("#b5d8de", "#14282d"),
    ("#7bb8c4", "#14282d"),
    ("#2b7180", "#fff"),
    ("#123f49", "#fff"),
)
NOTHING = ("#f4f1ec", "#57524a")


@register.inclusion_tag("components/tile_map.html")
def tile_map(values: Mapping[str, float | None], title: str, unit: str = "", decimals: int = 0) -> dict[str, Any]:
    """Draw the 51 kelurahan as tiles shaded by value, with the same figures as a table below.

    `values` go by Kemendagri code; a kelurahan that is missing or None is drawn as "no data".
    One query.
    """
    known = {code: value for code, value in values.items() if value is not None}
    shades = rules.levels(known)
    kelurahan = [region for region in queries.kelurahan_list().select_related("office") if region.tile_row is not None]
    tiles: list[dict[str, Any]] = []
    for region in kelurahan:
        fill, ink = SHADES[shades[region.code]] if region.code in shades else NOTHING
        value = known.get(region.code)
        tiles.append(
            {
                "region": region,
                "x": (region.tile_column or 0) * SIDE,
                "y": (region.tile_row or 0) * SIDE,
                "fill": fill,
                "ink": ink,
                "short": region.office.abbreviation if hasattr(region, "office") else region.name[:5],
                "value": None if value is None else number_format(value, decimals, force_grouping=True),
            }
        )
    return {
        "id": f"peta-{uuid7().hex[-12:]}",
        "title": title,
        "unit": unit,
        "tiles": tiles,
        "side": SIDE - GAP,
        "middle": (SIDE - GAP) // 2,
        "width": max((tile["x"] for tile in tiles), default=0) + SIDE,
        "height": max((tile["y"] for tile in tiles), default=0) + SIDE,
    }
