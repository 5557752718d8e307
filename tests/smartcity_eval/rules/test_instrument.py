"""The instruments that come with the portal, and what a file may not say."""

import copy
import json
from decimal import Decimal

import pytest

from smartcity_eval.rules.files import FOLDER, bundled, read_json
from smartcity_eval.rules.instrument import InstrumentError, instrument_from

SPBE = read_json(FOLDER / "spbe-2020.json")


def test_the_two_instruments_are_whole():
    counts = {s.code: (len(s.domains), len(s.aspects), len(s.indicators)) for s in bundled().values()}
    assert counts == {"spbe-2020": (4, 8, 47), "pemdi-2026": (0, 7, 20)}


@pytest.mark.parametrize("code", ["spbe-2020", "pemdi-2026"])
def test_weights_add_up_to_100_on_every_storey(code):
    spec = bundled()[code]
    storeys = [spec.indicators, spec.aspects, *([spec.domains] if spec.domains else [])]
    assert [sum(part.weight for part in storey) for storey in storeys] == [100] * len(storeys)


def test_spbe_weights_are_those_of_the_regulation():
    spec = bundled()["spbe-2020"]
    assert [d.weight for d in spec.domains] == [Decimal(w) for w in ("13", "25", "16.5", "45.5")]
    assert [a.weight for a in spec.aspects] == [Decimal(w) for w in ("13", "10", "10", "5", "12", "4.5", "27.5", "18")]
    assert [len([i for i in spec.indicators if i.aspect == a.no]) for a in spec.aspects] == [10, 4, 4, 2, 8, 3, 10, 6]


def test_pemdi_says_that_it_comes_from_secondary_sources_and_names_other_bodies_indices():
    spec = bundled()["pemdi-2026"]
    assert "sumber sekunder" in spec.caution
    assert [i.no for i in spec.indicators if i.external] == [5, 6, 7, 18]


def test_each_year_has_one_instrument():
    assert [[s.code for s in bundled().values() if s.covers(y)] for y in (2020, 2021, 2025, 2026, 2030)] == [
        [],
        ["spbe-2020"],
        ["spbe-2020"],
        ["pemdi-2026"],
        ["pemdi-2026"],
    ]


def changed(**places):
    data = copy.deepcopy(SPBE)
    for path, value in places.items():
        *way, last = path.split("__")
        here = data
        for step in way:
            here = here[int(step)] if step.isdigit() else here[step]
        here[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("places", "problem"),
    [
        ({"indicators__0__weight": "1.31"}, "indicators: bobot berjumlah 100.01, harus 100"),
        ({"indicators__0__weight": "1.31", "indicators__1__weight": "1.29", "aspects__1__weight": "11"}, "aspects[2]"),
        ({"indicators__0__aspect": 2}, "aspects[1].weight"),
        ({"indicators__0__no": 2}, "nomor harus urut"),
        ({"indicators__0__weight": "NaN"}, "bobot di atas 0"),
        ({"indicators__0__scale": "tidak ada"}, "tidak dikenal"),
        ({"domains__0__weight": "14"}, "domains[1].weight: 14"),
        ({"predicates__4__min": "1.1"}, "predicates"),
        ({"predicates__0__min": "3.0"}, "predicates"),
        ({"scales__proses": ["a"]}, "scales.proses"),
        ({"sources": []}, "sources"),
        ({"indicators": 3}, "bentuknya salah"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(places, problem):
    with pytest.raises(InstrumentError) as refusal:
        instrument_from(changed(**places), "uji.json")
    assert str(refusal.value).startswith("uji.json: ")
    assert problem in str(refusal.value)


def test_a_missing_part_is_named():
    with pytest.raises(InstrumentError, match="'aspects'"):
        instrument_from({k: v for k, v in SPBE.items() if k != "aspects"}, "uji.json")


def test_a_file_that_is_no_json_is_named(tmp_path):
    (tmp_path / "rusak.json").write_text(json.dumps(SPBE)[:-5])
    with pytest.raises(InstrumentError, match=r"rusak\.json: tidak terbaca"):
        read_json(tmp_path / "rusak.json")
