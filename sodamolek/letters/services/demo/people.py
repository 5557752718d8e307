"""Who asks in the demo, and who works at its offices."""

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from core.accounts.models import User
from core.accounts.rules import Role
from core.population import services as population
from core.population.models import Resident
from core.population.providers.base import Elements
from core.regions.models import Office
from core.signup import demo as demo_people

# Serials from here on are given to nobody.
FIRST_SERIAL = 9500


def applicants(rows: list[dict[str, Any]]) -> dict[str, User]:
    """The accounts of the demo's applicants by key, made where they are missing, and of the demo's citizen."""
    found = {row["key"]: _applicant(row, number) for number, row in enumerate(rows, start=1)}
    citizen = demo_people.find(demo_people.CITIZEN_KEY)
    if citizen is not None:
        found[demo_people.CITIZEN_KEY] = citizen
    return found


def staff_at(office: Office, role: Role) -> User:
    """The demo's person with this role at an office."""
    found: User = User.objects.get(is_demo=True, assignments__office=office, assignments__role=role)
    return found


def _applicant(row: dict[str, Any], number: int) -> User:
    """A resident whom the register "matched", without a way to sign in of their own.

    A newcomer's row has `registered`: where the register has them, which is another city.
    """
    email = f"{row['key']}@contoh.test"
    found: User | None = User.objects.filter(email=email).first()
    if found:
        return found
    user: User = User.objects.create(name=row["name"].title(), email=email, is_demo=True, password=make_password(None))
    office = Office.objects.select_related("region__parent").get(code=row["office"])
    region = office.region
    if region is None or region.parent is None:
        raise ValueError(f"{office} is no kelurahan")
    home = row.get("registered") or {
        "region_code": region.code,
        "kelurahan": region.name.upper(),
        "kecamatan": region.parent.name.upper(),
        "city": "KOTA KUPANG",
    }
    elements = _elements(row, home, FIRST_SERIAL + number)
    said = population.Identity(elements.nik, elements.kk, date.fromisoformat(row["birth_date"]), **row.get("lives", {}))
    match = population.MatchResult(Resident.MatchState.MATCHED, elements)
    population.register_resident(user, said, domicile=region, match=match)
    return user


def _elements(row: dict[str, Any], home: dict[str, str], serial: int) -> Elements:
    born = date.fromisoformat(row["birth_date"])
    digits = home["region_code"].replace(".", "")[:6]
    return Elements(
        nik=f"{digits}{born.day + (40 if row['sex'] == 'P' else 0):02}{born:%m%y}{serial}",
        kk=f"{digits}010115{serial}", name=row["name"], birth_place="KUPANG", birth_date=born, sex=row["sex"],
        religion="KRISTEN", marital_status="BELUM KAWIN", occupation=row["occupation"], nationality="WNI",
        address="JALAN CONTOH 5", rt=row["rt"], rw=row["rw"], province="NUSA TENGGARA TIMUR", **home,
    )  # fmt: skip
