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
    # Sixteen digits of somebody else; the applicant's own comes from the register.
    NIK = "nik"
    # Several people or things, each with the same `columns`: heirs, witnesses, who moves along.
    ROWS = "rows"


class OfficeLevel(enum.StrEnum):
    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    DINAS = "dinas"


class Need(enum.StrEnum):
    """Whether a national rule still asks for a letter."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"
    LOCALLY_ASKED = "locally_asked"


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

    `section` is the heading above it in a form, and above those after it until the next one.
    `prefill` names an attribute of the resident. With `verified_by_register` a value that the register
    confirmed is shown and not asked; without one the field is asked like any other.
    `min` and `max` are characters for text, years back and ahead of today for dates, how many for rows, else the
    number itself.
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
    section: str = ""
    columns: tuple["FieldSpec", ...] = ()


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
    # The key of the kind's declaration that can be printed for it, prefilled.
    declaration: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a text: a sentence, labelled rows, and the rows of the list field `table` as a table."""

    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    table: str = ""


@dataclass(frozen=True)
class Age:
    """A placeholder `key`: the full years from the date field `born` to the date field `on`, or to today."""

    key: str
    born: str
    on: str = ""


@dataclass(frozen=True)
class Wording:
    """Text of the letter with {placeholders}: keys of fields, and those of rules/wording.py.

    A row, section or paragraph that quotes an answer that was not given is left out. `signature_lead` stands above
    the signature where the office only takes note ("Mengetahui,").
    """

    title: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    closing: str
    sections: tuple[Section, ...] = ()
    ages: tuple[Age, ...] = ()
    signature_lead: str = ""


@dataclass(frozen=True)
class Declaration:
    """A paper that the applicant prints, signs and photographs; what the portal knows already stands on it.

    `signed_by` is the field with the name of who signs as `signatory`, `cosigned_by` of who signs beside as `cosigner`.
    `signers_table` is a list field whose people all sign; `witnesses` is how many witnesses do. `form` is the number
    of an official form ("Model N2").
    """

    key: str
    title: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    closing: str = ""
    signatory: str = "Yang membuat pernyataan,"
    signed_by: str = "nama"
    cosigner: str = ""
    cosigned_by: str = ""
    stamp_duty: bool = True
    witnesses: int = 0
    signers_table: str = ""
    form: str = ""


@dataclass(frozen=True)
class Classification:
    """The archive code in the letter's number, valid from a day until a day (both included).

    `note` says what of it is assumed: codes in detail and the day of change are decided by the city.
    """

    code: str
    regulation: str
    starts_on: date
    ends_on: date | None = None
    note: str = ""


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

    status: Need
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
    # The office of a kind of level "dinas", by its code (core/regions/data/offices.json).
    office: str = ""
    # Who signs after the signers as the head of the office above ("Mengetahui, Camat"): at most one, the camat. The
    # workflow and the PDF know two signatures and no third, so validation refuses more.
    countersigners: tuple[Role, ...] = ()
    # Tembusan: who gets a copy.
    copies: tuple[str, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    # The field with the name of whom the letter is about: the register and the verification page show it.
    subject: str = "nama"
    # What to ask who may need another office than the one of their home ("Usaha Anda di kelurahan lain?").
    elsewhere: str = ""

    def field(self, key: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.key == key), None)

    @property
    def headings(self) -> dict[str, str]:
        """The heading over each field by its key."""
        found, heading = {}, ""
        for field in self.fields:
            heading = field.section or heading
            found[field.key] = heading
        return found

    @property
    def countersigner(self) -> Role | None:
        """The one who signs beside; None where the office alone signs."""
        return self.countersigners[0] if self.countersigners else None

    def requirement(self, key: str) -> RequirementSpec | None:
        return next((r for r in self.requirements if r.key == key), None)

    def declaration(self, key: str) -> Declaration | None:
        return next((d for d in self.declarations if d.key == key), None)

    def classification_on(self, day: date) -> str:
        """The archive code in force on `day`: one follows the other without a gap (validation.py)."""
        begun = [item.code for item in self.classifications if item.starts_on <= day]
        return begun[-1] if begun else self.classifications[0].code
