"""What a provider of register data must do, and the words in which the portal speaks with it."""

import time
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

# A citizen waits for the answer: all calls of one question together get this long (seconds).
BUDGET = 5.0


class Purpose(StrEnum):
    """Why the register is asked; the usage report counts by it."""

    REGISTRATION = "registration"
    REFRESH = "refresh"
    COUNTER = "counter"
    LETTER = "letter"


@dataclass(frozen=True)
class Query:
    """Why and for whom one question is asked, and when its answer is no longer of use."""

    purpose: Purpose
    by_id: UUID | None = None
    office_id: UUID | None = None
    deadline: float = field(default_factory=lambda: time.monotonic() + BUDGET)

    @property
    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()


@dataclass(frozen=True, repr=False)
class Elements:
    """Elements of one person's record; empty means not given. Its repr shows nothing: it lands in tracebacks."""

    nik: str
    kk: str = ""
    name: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    sex: str = ""
    religion: str = ""
    marital_status: str = ""
    occupation: str = ""
    nationality: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    # Kemendagri code of the kelurahan or village, such as 53.71.06.1008, and the names down to it.
    region_code: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    city: str = ""
    province: str = ""

    def __repr__(self) -> str:
        return "<Elements>"

    def given(self) -> dict[str, str | date]:
        """The elements that have a value, by name."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    @property
    def full_address(self) -> str:
        """The registered address as one line."""
        street = f"{self.address} RT {self.rt}/RW {self.rw}" if self.rt and self.rw else self.address
        return ", ".join(part for part in (street, self.kelurahan, self.kecamatan, self.city) if part)


@dataclass(frozen=True)
class Verdict:
    """The register's answer by element: True is "Sesuai", False "Tidak Sesuai". No element: no such person."""

    elements: dict[str, bool] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        """Whether the person is there and every element asked agrees."""
        return bool(self.elements) and all(self.elements.values())


class RegisterUnavailableError(Exception):
    """No usable answer in time; whoever asked goes on without it and asks again later.

    `outcome` is one of: timeout, connection, breaker, quota, refused (our credentials), nonsense, empty (the city's
    register was never imported).
    """

    def __init__(self, outcome: str) -> None:
        super().__init__(f"register: {outcome}")
        self.outcome = outcome


class RegisterProvider(Protocol):
    """A source of register data. Both calls raise RegisterUnavailableError."""

    def verify(self, elements: Elements, query: Query) -> Verdict:
        """Compare the given elements with the record of `elements.nik`."""

    def fetch(self, nik: str, query: Query) -> Elements | None:
        """The elements that the agreement allows, or None when there is no such person."""
