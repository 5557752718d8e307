"""A city's polygons: which feature of a GeoJSON file belongs to which region. No database."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

CODE_KEYS = ("kode", "code", "kode_kelurahan", "kode_desa", "kdepum", "kd_kel", "kemendagri")
NAME_KEYS = ("nama", "name", "namobj", "wadmkd", "kelurahan", "desa")
NUMERALS = {"i": "satu", "ii": "dua", "iii": "tiga"}
MOST_PROBLEMS = 20

KnownRegion = tuple[str, str, str]  # code, name, level


def plain_name(name: str) -> str:
    """A name without spaces, case and marks, its numeral as a word: Naikoten II = Naikoten Dua."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "".join(NUMERALS.get(word, word) for word in words)


def match(geojson: object, regions: Sequence[KnownRegion]) -> tuple[dict[str, Any], list[str]]:
    """Geometries by region code, and what is wrong (empty when all is well; at most 20 lines)."""
    features = geojson.get("features") if isinstance(geojson, dict) else None
    if not isinstance(features, list) or not features:
        return {}, [_("Bukan GeoJSON FeatureCollection yang berisi. Ekspor ulang lapisan batas sebagai GeoJSON.")]
    by_code = {code.replace(".", ""): code for code, _name, _level in regions}
    # Only kelurahan go by name: Alak and others are the name of a kecamatan as well.
    by_name = {plain_name(name): code for code, name, level in regions if level == "kelurahan"}
    found: dict[str, Any] = {}
    problems: list[str] = []
    for number, feature in enumerate(features, start=1):
        code, problem = _read(feature, by_code, by_name)
        if not problem and code in found:
            problem = _("wilayah %s muncul dua kali") % code
        if problem:
            problems.append(_("Fitur ke-%(number)d: %(problem)s.") % {"number": number, "problem": problem})
            continue
        found[code] = feature["geometry"]
    return found, problems[:MOST_PROBLEMS]


def _read(feature: object, by_code: dict[str, str], by_name: dict[str, str]) -> tuple[str, str]:
    """The region's code and an empty problem, or an empty code and the problem."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return "", _("tidak punya properties")
    properties = {str(key).lower(): value for key, value in feature["properties"].items()}
    codes = [str(properties[key]) for key in CODE_KEYS if properties.get(key)]
    names = [str(properties[key]) for key in NAME_KEYS if properties.get(key)]
    code = next((by_code[c.replace(".", "")] for c in codes if c.replace(".", "") in by_code), "")
    code = code or next((by_name[plain_name(n)] for n in names if plain_name(n) in by_name), "")
    if not code:
        label = ", ".join(codes + names) or _("tanpa kode dan nama")
        return "", _("wilayah tidak dikenal (%s); isi properti kode dengan kode Kemendagri") % label
    problem = _geometry_problem(feature.get("geometry"))
    return ("", f"{code}: {problem}") if problem else (code, "")


def _geometry_problem(geometry: object) -> str:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return _("geometrinya harus Polygon atau MultiPolygon")
    try:
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
    except (KeyError, IndexError, TypeError, ValueError):
        return _("koordinatnya tidak terbaca")
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return _("setiap cincin harus tertutup dan punya sedikitnya empat titik")
    # A projected file (metres) has values far outside; NaN fails the comparison too.
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for ring in rings for x, y in ring):
        return _("koordinatnya bukan bujur dan lintang WGS 84 (EPSG:4326); ubah proyeksinya dulu")
    return ""
