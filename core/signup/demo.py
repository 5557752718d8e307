"""Invented people for the demo: one for each role, a citizen, and the identities that anybody may register with.

Nothing here is a secret: passwords, passphrases and codes are shown on screen, and production refuses demo mode.
"""

import base64
import csv
import hashlib
import json
import time
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts.models import Assignment, User
from core.accounts.rules import TOTP_ROLES, Role
from core.population.crypto import blind_index
from core.population.models import Resident
from core.population.providers.base import Elements
from core.population.services import Identity, MatchResult, register_resident
from core.regions.models import Office, Region

DATA = Path(__file__).parent / "data" / "demo_people.json"
PASSWORD = "KupangContoh2026!"  # noqa: S105 - shown on screen
PASSPHRASE = "frasa-contoh-2026"  # noqa: S105 - as above
# Who signs with a passphrase of their own.
SIGNERS = frozenset({Role.LURAH, Role.CAMAT, Role.OFFICE_HEAD})
CITIZEN_KEY = "warga"
TOTP_SECONDS = 30


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo, and all that is needed to sign in by hand."""

    key: str
    name: str
    role: Role
    office: str
    title: str
    login: str

    @property
    def email(self) -> str:
        return f"{self.key}@contoh.test"

    @property
    def needs_code(self) -> bool:
        return self.role in TOTP_ROLES

    @property
    def code(self) -> str:
        """The code that the person's authenticator shows now; "" without one."""
        return current_code(self.key) if self.needs_code else ""

    @property
    def passphrase(self) -> str:
        return PASSPHRASE if self.role in SIGNERS else ""


@dataclass(frozen=True)
class DemoGroup:
    title: str
    people: list[DemoPerson]


@cache
def _staff() -> list[DemoGroup]:
    groups = []
    for group in json.loads(DATA.read_text())["groups"]:
        people = []
        for row in group["people"]:
            # No birth year is 9999, so no NIP of a real person looks like this. By the key and not by the place in
            # the file: a person who is added moves nobody else's, and a database of last week's demo goes on.
            nip = f"99990101{crc32(row['key'].encode()):010d}"
            role = Role(row["role"])
            people.append(DemoPerson(row["key"], f"{row['name']} (contoh)", role, row["office"], row["title"], nip))
        groups.append(DemoGroup(group["title"], people))
    return groups


def groups() -> list[DemoGroup]:
    """The demo's people as they stand on the page, the citizen first."""
    return [DemoGroup(_("Warga"), [_citizen()]), *_staff()]


def people() -> list[DemoPerson]:
    return [person for group in groups() for person in group.people]


@cache
def _register_rows() -> list[dict[str, str]]:
    file = Path(settings.BASE_DIR) / "tools" / "data" / "demo_people.csv"
    with file.open(newline="") as rows:
        return list(csv.DictReader(rows))


def identities() -> list[dict[str, Any]]:
    """People of the register's stand-in whom nobody has registered yet: NIK, KK number and birth date."""
    taken = set(Resident.objects.exclude(user=None).values_list("nik_index", flat=True))
    free = [row for row in _register_rows() if blind_index(row["nik"]) not in taken]
    return [{**row, "birth_date": date.fromisoformat(row["birth_date"])} for row in free]


def find(key: str) -> User | None:
    """The account of the demo person `key`; None when there is none (yet)."""
    user: User | None = User.objects.filter(is_demo=True, email=f"{key}@contoh.test").first()
    return user


def current_code(key: str) -> str:
    """The code of the six digits that the demo person's authenticator shows now."""
    return str(format_hotp_value(hotp_value(totp_secret(key), int(time.time()) // TOTP_SECONDS)))


def totp_secret(key: str) -> str:
    """The same at each run, so that a code app once set up for the demo goes on working."""
    return base64.b32encode(hashlib.sha1(f"kupang-contoh:{key}".encode(), usedforsecurity=False).digest()).decode()


def make_people() -> None:
    """Make or mend the demo's people; safe to run again."""
    if not settings.DEMO:
        raise RuntimeError("Demo people are made in demo mode only.")
    for group in _staff():
        for person in group.people:
            _make_staff(person)
    _make_citizen()


@cache
def _password_hash() -> str:
    """One for all of them: a hash takes a third of a second, and everybody knows the password anyway."""
    return make_password(PASSWORD)


def _make_user(person: DemoPerson, **fields: Any) -> User:
    user = find(person.key) or User(email=person.email, password=_password_hash(), is_demo=True)
    user.name = person.name
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    return user


def _make_staff(person: DemoPerson) -> None:
    user = _make_user(person, nip=person.login)
    Assignment.objects.get_or_create(
        user=user,
        role=person.role,
        office=Office.objects.get(code=person.office),
        defaults={"title": person.title, "starts_on": date(timezone.localdate().year, 1, 1)},
    )
    if person.needs_code:
        Authenticator.objects.get_or_create(
            user=user,
            type=Authenticator.Type.TOTP,
            defaults={"data": {"secret": get_adapter().encrypt(totp_secret(person.key))}},
        )


def _citizen() -> DemoPerson:
    row = _register_rows()[0]
    name = f"{row['name'].title()} (contoh)" if "contoh" not in row["name"].lower() else row["name"].title()
    return DemoPerson(CITIZEN_KEY, name, Role.CITIZEN, row["region_code"], _("Warga"), row["nik"])


def _make_citizen() -> None:
    person = _citizen()
    user = _make_user(person)
    if Resident.objects.filter(user=user).exists():
        return
    row = _register_rows()[0]
    names = set(Elements.__dataclass_fields__)
    born = date.fromisoformat(row["birth_date"])
    given: dict[str, Any] = {name: value for name, value in row.items() if name in names}
    elements = Elements(**{**given, "birth_date": born})
    said = Identity(nik=row["nik"], kk=row["kk"], birth_date=born)
    domicile = Region.objects.get(code=row["region_code"])
    register_resident(user, said, domicile=domicile, match=MatchResult(Resident.MatchState.MATCHED, elements))
