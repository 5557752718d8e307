import json

import pytest
from django.core.management import CommandError, call_command

from core.regions import services
from core.regions.models import Region

SQUARE = {"type": "Polygon", "coordinates": [[[123.5, -10.1], [123.6, -10.1], [123.6, -10.2], [123.5, -10.1]]]}


@pytest.fixture
def kupang(db):
    services.load_reference()


def feature(geometry=SQUARE, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def load(tmp_path, *features, text=None):
    file = tmp_path / "batas.geojson"
    file.write_text(text if text is not None else json.dumps({"type": "FeatureCollection", "features": features}))
    call_command("load_boundaries", file, verbosity=0)


def with_boundary():
    return list(Region.objects.exclude(boundary=None).order_by("code").values_list("name", flat=True))


def test_polygons_are_matched_by_code_or_by_name(kupang, tmp_path, capsys):
    load(
        tmp_path,
        feature(kode="53.71.06.1008"),
        feature(KODE="5371031010"),
        feature(NAMOBJ="NAIKOTEN II"),
        feature(name="Batuplat"),
        feature(nama="Alak"),
        feature(kode="53.71.06"),
    )
    assert with_boundary() == ["Alak", "Batu Plat", "Oesapa", "Naikoten Dua", "Kota Lama", "Fatubesi"]
    assert Region.objects.get(name="Alak", level="kecamatan").boundary is None
    assert Region.objects.get(name="Fatubesi").boundary == SQUARE
    assert capsys.readouterr().out == "6 batas wilayah disimpan.\n"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (feature(nama="Atambua"), "wilayah tidak dikenal (Atambua)"),
        (feature(), "tanpa kode dan nama"),
        (feature(nama="Oeba", geometry={"type": "Point", "coordinates": [1, 2]}), "harus Polygon atau MultiPolygon"),
        (feature(nama="Oeba", geometry=None), "harus Polygon atau MultiPolygon"),
        (feature(nama="Oeba", geometry={"type": "Polygon", "coordinates": [[["a", "b"]]]}), "tidak terbaca"),
        (
            feature(nama="Oeba", geometry={"type": "Polygon", "coordinates": [[[1, 2], [2, 3], [3, 4], [5, 6]]]}),
            "tertutup",
        ),
        (feature(nama="Oeba", geometry={"type": "Polygon", "coordinates": [[[7e5, 9e6]] * 4]}), "WGS 84"),
        (feature(nama="Fatubesi"), "muncul dua kali"),
        ({"type": "Feature"}, "tidak punya properties"),
    ],
)
def test_one_bad_feature_refuses_the_whole_file(kupang, tmp_path, bad, words):
    with pytest.raises(CommandError) as error:
        load(tmp_path, feature(kode="53.71.06.1008"), bad)
    assert words in str(error.value)
    assert "Fitur ke-2" in str(error.value)
    assert with_boundary() == []


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"features": []}', "null"])
def test_what_is_not_geojson_is_refused(kupang, tmp_path, text):
    with pytest.raises(CommandError):
        load(tmp_path, text=text)
    assert with_boundary() == []


def test_a_missing_file_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="tidak bisa dibuka"):
        call_command("load_boundaries", tmp_path / "tidak-ada.geojson")
