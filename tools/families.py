"""Invented families for the national register's stand-in, the demo and the benchmarks.

Nobody passes for a real person: serials of NIK and KK numbers lie in 9000-9999, and everybody's last name is
"Contoh". The same seed gives the same people on any machine and any day.
"""

import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

TOOLS = Path(__file__).resolve().parent
REGIONS = TOOLS.parent / "core" / "regions" / "data" / "regions.json"
# Ages are counted to this day, so that a seed means the same people next year.
REFERENCE = date(2026, 1, 1)
# 9000-9009 belong to the known people below.
FIRST_SERIAL, LAST_SERIAL = 9010, 9999


@dataclass(frozen=True)
class Person:
    """A record of the register, in the register's own spelling; dates are dates, codes are Kemendagri's."""

    nik: str
    kk: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    religion: str
    marital_status: str
    occupation: str
    address: str
    rt: str
    rw: str
    region_code: str
    kelurahan: str
    kecamatan: str
    city: str
    province: str
    relation: str
    nationality: str = "WNI"


# --- the known people of the demo and the tests: anybody may register with these


def _known_people() -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = {}
    with (TOOLS / "data" / "demo_people.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            group = groups.setdefault(row.pop("group"), [])
            group.append(Person(**{**row, "birth_date": date.fromisoformat(row["birth_date"])}))  # type: ignore[arg-type]
    return groups


_KNOWN = _known_people()
# A couple and their grown-up son in Fatubesi, the kelurahan of the demo's journey.
DEMO_FAMILY: tuple[Person, ...] = tuple(_KNOWN["fatubesi"])
# A couple in Oesapa, the other kelurahan; she was born on 29 February, a date that a careless check refuses.
DEMO_OESAPA: tuple[Person, ...] = tuple(_KNOWN["oesapa"])
# Studies in Kupang and lives in Oesapa, but the register has him in Ende: needs a Surat Keterangan Domisili.
DEMO_STUDENT: Person = _KNOWN["student"][0]
DEMO_PEOPLE: tuple[Person, ...] = (*DEMO_FAMILY, *DEMO_OESAPA, DEMO_STUDENT)


@lru_cache(maxsize=1)
def _material() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((TOOLS / "data" / "families.json").read_text())
    return data


@lru_cache(maxsize=1)
def _kelurahan() -> list[dict[str, str]]:
    """The 51 kelurahan, with the kecamatan's name."""
    regions = json.loads(REGIONS.read_text())
    names = {row["code"]: row["name"] for row in regions["kecamatan"]}
    return [{**row, "kecamatan": names[row["code"][:8]]} for row in regions["kelurahan"]]


def people(count: int, seed: str = "kupang") -> Iterator[Person]:
    """The known people first, then `count` invented ones, family by family."""
    return chain(DEMO_PEOPLE, islice(chain.from_iterable(Families(seed)), count))


class Families:
    """An endless row of invented families: couples, single parents, people alone, students from elsewhere."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self._taken: Counter[str] = Counter()
        self._taken_kk: Counter[str] = Counter()

    def __iter__(self) -> Iterator[list[Person]]:
        while True:
            yield self.family()

    def family(self) -> list[Person]:
        """The members of one family card, its head first."""
        kind = self.random.choices(("couple", "single parent", "alone", "student"), (70, 12, 12, 6))[0]
        if kind == "student":
            return [self._person(self._card(elsewhere=True), "L", self._born(18, 24), "ANAK")]
        card = self._card(elsewhere=False)
        if kind == "alone":
            return [self._person(card, self.random.choice("LP"), self._born(19, 80), "KEPALA KELUARGA")]
        mother_born = self._born(20, 60)
        children = self._children(card, mother_born)
        if kind == "single parent":
            head = self._person(card, "P", mother_born, "KEPALA KELUARGA")
            return [replace(head, marital_status=self.random.choice(("CERAI HIDUP", "CERAI MATI"))), *children]
        married = self.random.choices(("KAWIN TERCATAT", "KAWIN BELUM TERCATAT"), (85, 15))[0]
        father_born = mother_born - timedelta(days=self.random.randint(-700, 3000))
        father = self._person(card, "L", father_born, "KEPALA KELUARGA")
        mother = self._person(card, "P", mother_born, "ISTRI")
        return [replace(father, marital_status=married), replace(mother, marital_status=married), *children]

    def _children(self, card: dict[str, str], mother_born: date) -> list[Person]:
        """Born when the mother was 18 to 44, at least a year apart."""
        children: list[Person] = []
        born = mother_born + timedelta(days=self.random.randint(18 * 366, 28 * 366))
        latest = min(mother_born + timedelta(days=44 * 365), REFERENCE)
        while born < latest and len(children) < 6 and self.random.random() < 0.8:
            children.append(self._person(card, self.random.choice("LP"), born, "ANAK"))
            born += timedelta(days=self.random.randint(400, 1800))
        return children

    def _born(self, youngest: int, oldest: int) -> date:
        return REFERENCE - timedelta(days=self.random.randint(youngest * 366, oldest * 365))

    def _card(self, *, elsewhere: bool) -> dict[str, str]:
        """What the members of a family card share."""
        material = _material()
        religions, weights = zip(*material["religions"], strict=True)
        home = self.random.choice(material["elsewhere"]) if elsewhere else self.random.choice(_kelurahan())
        prefix = home["kecamatan_code"] if elsewhere else home["code"][:8].replace(".", "")
        issued = REFERENCE - timedelta(days=self.random.randint(0, 15 * 365))
        return {
            "kk": self._number(self._taken_kk, prefix, issued, 0),
            "prefix": prefix,
            "family_name": self.random.choice(material["family_names"]),
            "religion": self.random.choices(religions, weights)[0],
            "address": f"{self.random.choice(material['streets'])} No. {self.random.randint(1, 120)}".upper(),
            "rt": f"{self.random.randint(1, 40):03}",
            "rw": f"{self.random.randint(1, 14):03}",
            "region_code": f"{prefix[:2]}.{prefix[2:4]}.{prefix[4:]}.2999" if elsewhere else home["code"],
            "kelurahan": "DESA CONTOH" if elsewhere else home["name"].upper(),
            "kecamatan": home["kecamatan"].upper(),
            "city": home["city"] if elsewhere else "KOTA KUPANG",
            "province": home["province"] if elsewhere else "NUSA TENGGARA TIMUR",
        }

    def _person(self, card: dict[str, str], sex: str, born: date, relation: str) -> Person:
        material = _material()
        given = material["given_names"][sex]
        # One grown-up in seven was registered first in another place and keeps that number.
        prefix = card["prefix"]
        if relation != "ANAK" and self.random.random() < 1 / 7:
            prefix = self.random.choice(material["elsewhere"])["kecamatan_code"]
        age = (REFERENCE - born).days // 365
        shared = {name: card[name] for name in _SHARED}
        return Person(
            nik=self._number(self._taken, prefix, born, 40 if sex == "P" else 0),
            name=f"{self.random.choice(given.get(card['religion'], given['*']))} {card['family_name']} Contoh".upper(),
            birth_place="KUPANG" if prefix.startswith("5371") else "CONTOH",
            birth_date=born,
            sex=sex,
            marital_status="BELUM KAWIN",
            occupation=self._occupation(age, sex, relation),
            relation=relation,
            **shared,
        )

    def _occupation(self, age: int, sex: str, relation: str) -> str:
        if age < 6:
            return "BELUM/TIDAK BEKERJA"
        if age < 22:
            return "PELAJAR/MAHASISWA"
        if sex == "P" and relation == "ISTRI" and self.random.random() < 0.5:
            return "MENGURUS RUMAH TANGGA"
        return str(self.random.choice(_material()["occupations"]))

    def _number(self, taken: Counter[str], prefix: str, day: date, plus: int) -> str:
        """The next free number of this prefix and date."""
        head = f"{prefix}{day.day + plus:02}{day:%m%y}"
        serial = FIRST_SERIAL + taken[head]
        if serial > LAST_SERIAL:
            raise RuntimeError(f"No serial is left on {head}: ask for fewer people.")
        taken[head] += 1
        return f"{head}{serial}"


_SHARED = ("kk", "religion", "address", "rt", "rw", "region_code", "kelurahan", "kecamatan", "city", "province")


class Writable(Protocol):
    """An open file, or a command's standard output."""

    def write(self, text: str, /) -> object:
        """Write a piece of text."""


def write_csv(rows: Iterable[Person], output: Writable) -> int:
    """Write people as CSV with a header; returns how many. Streams: the number of rows doesn't matter."""
    writer = csv.DictWriter(output, [field.name for field in fields(Person)], lineterminator="\n")
    writer.writeheader()
    written = 0
    for person in rows:
        writer.writerow(asdict(person))
        written += 1
    return written
