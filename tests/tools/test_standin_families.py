import csv
import io
from collections import defaultdict
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.population.rules import kecamatan_codes, parse_kk, parse_nik
from tools.families import DEMO_FAMILY, DEMO_OESAPA, DEMO_PEOPLE, DEMO_STUDENT, Person, people

TODAY = date(2026, 11, 26)
INVENTED = list(people(20_000, "uji"))


def by_card() -> dict[str, list[Person]]:
    cards: dict[str, list[Person]] = defaultdict(list)
    for person in INVENTED:
        cards[person.kk].append(person)
    return cards


def test_the_known_people_come_first_and_live_where_the_demo_needs_them():
    assert INVENTED[:6] == list(DEMO_PEOPLE)
    assert [p.region_code for p in DEMO_FAMILY] == ["53.71.06.1008"] * 3
    assert [p.region_code for p in DEMO_OESAPA] == ["53.71.03.1010"] * 2
    assert not DEMO_STUDENT.region_code.startswith("53.71")


def test_one_seed_makes_the_same_people_and_another_makes_others():
    assert list(people(500, "uji")) == INVENTED[:506]
    assert list(people(500, "lain"))[6:] != INVENTED[6:506]


def test_every_number_is_sound_unique_and_says_that_it_is_invented():
    assert len({p.nik for p in INVENTED}) == 20_006
    for person in INVENTED:
        nik, kk = parse_nik(person.nik, TODAY), parse_kk(person.kk, TODAY)
        assert (nik.sex, nik.warnings, kk.warnings) == (person.sex, (), ())
        assert person.birth_date in nik.birth_dates
        assert person.nik[12] == person.kk[12] == "9"
        assert person.name.endswith(" CONTOH")


def test_families_are_families():
    for members in by_card().values():
        assert len({p.region_code for p in members}) == 1
        mothers = [p for p in members if p.relation == "ISTRI" or (p.relation == "KEPALA KELUARGA" and p.sex == "P")]
        children = [p for p in members if p.relation == "ANAK"]
        for mother in mothers:
            for child in children:
                assert 18 <= (child.birth_date - mother.birth_date).days // 365 <= 45
        assert len([p for p in members if p.relation == "KEPALA KELUARGA"]) <= 1


def test_people_live_in_all_kelurahan_and_some_are_registered_elsewhere():
    here = {p.region_code for p in INVENTED if p.region_code.startswith("53.71.")}
    assert len(here) == 51
    elsewhere = {p.region_code[:8].replace(".", "") for p in INVENTED if not p.region_code.startswith("53.71.")}
    assert elsewhere <= kecamatan_codes()
    assert len(elsewhere) == 8
    # First registered elsewhere, now on a card of Kupang.
    moved = [p for p in INVENTED if p.region_code.startswith("53.71.") and not p.nik.startswith("5371")]
    assert len(moved) > 500
    assert len({p.religion for p in INVENTED}) == 7


def test_the_command_writes_the_same_csv(tmp_path):
    file = tmp_path / "warga.csv"
    call_command("make_residents", count=100, seed="uji", out=file, stdout=(said := io.StringIO()))
    call_command("make_residents", count=100, seed="uji", stdout=(printed := io.StringIO()))
    assert file.read_text() == printed.getvalue()
    assert said.getvalue() == f"106 orang (data contoh) ditulis ke {file}.\n"
    rows = list(csv.DictReader(file.open()))
    assert [(r["nik"], r["birth_date"]) for r in rows] == [(p.nik, p.birth_date.isoformat()) for p in INVENTED[:106]]


def test_the_command_says_why_it_cannot_write(tmp_path):
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        call_command("make_residents", count=1, out=tmp_path)
    with pytest.raises(CommandError, match="negatif"):
        call_command("make_residents", count=-1)
