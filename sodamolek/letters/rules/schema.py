"""What a kind of letter consists of. Files in data/kinds/ are read into these; `kind_from` validates them."""

import enum
from dataclasses import dataclass
from datetime import date

from core.accounts.rules import Role


class FieldType(enum.StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    DATE = "date"
    INTEGER = "integer"
    RUPIAH = "rupiah"
    CHOICE = "choice"
    BOOLEAN = "boolean"


class OfficeLevel(enum.StrEnum):
    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    DINAS = "dinas"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Condition:
    """Holds when the answer to `field` is one of `values`."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: dict[str, str]) -> bool:
        return answers.get(self.field, "") in self.values


@dataclass(frozen=True)
class FieldSpec:
    """One thing that the letter says about the applicant.

    `prefill` names an attribute of the resident. With `verified_by_register` a value that the register
    confirmed is shown and not asked; without one the field is asked like any other.
    `min` and `max` are characters for text, years back and ahead of today for dates, else the number itself.
    """

    key: str
    label: str
    type: FieldType
    required: bool = True
    min: int | None = None
    max: int | None = None
    choices: tuple[Choice, ...] = ()
    help: str = ""
    prefill: str = ""
    verified_by_register: bool = False
    condition: Condition | None = None


@dataclass(frozen=True)
class RequirementSpec:
    """A document that the applicant shows; `pages` is the most pages (files) it may have."""

    key: str
    label: str
    help: str = ""
    compulsory: bool = True
    condition: Condition | None = None
    # Not asked from an applicant whom the register matched: the city already knows.
    satisfied_by_register: bool = False
    pages: int = 4


@dataclass(frozen=True)
class Wording:
    """Text of the letter with {placeholders}: keys of fields, and those of rules/wording.py."""

    title: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    closing: str


@dataclass(frozen=True)
class Classification:
    """The archive code in the letter's number, valid from a day until a day (both included)."""

    code: str
    regulation: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class ServiceStandard:
    """What the office promises. `hours` are working hours, `fee` is rupiah."""

    hours: int
    fee: int
    legal_basis: tuple[str, ...]
    procedure: tuple[str, ...]
    product: str
    complaints: str


@dataclass(frozen=True)
class Purpose:
    """What people search for when they need this letter: `keywords` are their words."""

    label: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Necessity:
    """Whether a law still asks for this letter, and what else could do."""

    still_required: bool
    explanation: str


@dataclass(frozen=True)
class KindSpec:
    code: str
    name: str
    summary: str
    office_level: OfficeLevel
    series: str
    number_pattern: str
    signers: tuple[Role, ...]
    validity_months: int | None
    standard: ServiceStandard
    necessity: Necessity
    purposes: tuple[Purpose, ...]
    classifications: tuple[Classification, ...]
    fields: tuple[FieldSpec, ...]
    requirements: tuple[RequirementSpec, ...]
    wording: Wording
    source: str = ""

    def field(self, key: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.key == key), None)

    def requirement(self, key: str) -> RequirementSpec | None:
        return next((r for r in self.requirements if r.key == key), None)

    def classification_on(self, day: date) -> str:
        """The archive code in force on `day`; the validator makes sure that there is one today."""
        for item in self.classifications:
            if item.starts_on <= day and (item.ends_on is None or day <= item.ends_on):
                return item.code
        return self.classifications[-1].code
