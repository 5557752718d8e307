"""What a letter says, as data. Nothing of it is ever markup: the template prints it literally."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

from core.accounts.models import Assignment
from core.accounts.rules import Capacity
from core.documents.rules import KELURAHAN_PATTERN
from core.regions.models import Office

CITY = "Pemerintah Kota Kupang"
CLOSING = "Demikian Surat Keterangan ini dibuat untuk dapat dipergunakan sebagaimana mestinya."
# What the foot of a letter says of its signature. The law calls only those of a certified provider "tersertifikasi".
UNCERTIFIED = "Ditandatangani secara elektronik (tanda tangan elektronik tidak tersertifikasi)."
WET = "Surat ini sah hanya bila ditandatangani dan dicap basah oleh pejabat yang disebut di atas."
HEAD_TITLES = {Office.Kind.KELURAHAN: "Lurah", Office.Kind.KECAMATAN: "Camat", Office.Kind.DINAS: "Kepala"}


@dataclass(frozen=True)
class SignatureBlock:
    """One signature on the letter: the lines above it, who signs, the NIP."""

    lines: tuple[str, ...]
    name: str
    nip: str = ""


@dataclass(frozen=True)
class Part:
    """A sentence, labelled rows, and a table (heirs, witnesses) with its columns."""

    lead: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class LetterContent:
    """One letter before it has a number. `rows` are label and value, `recipients` is the tembusan.

    `date` is the date printed on the letter (WITA); the register's year is taken from it.
    The signature fields are filled from the assignment that signs (`signed_by`): a letter always names
    who signed it.
    """

    office: Office
    title: str
    kind_name: str
    series: str
    classification: str
    date: dt.date
    opening: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    sections: tuple[Part, ...] = ()
    paragraphs: tuple[str, ...] = ()
    closing: str = CLOSING
    subject_name: str = ""
    number_pattern: str = KELURAHAN_PATTERN
    place: str = "Kupang"
    signature_lines: tuple[str, ...] = ()
    signer_name: str = ""
    signer_nip: str = ""
    recipients: tuple[str, ...] = ()
    valid_until: dt.date | None = None
    # Above the office's own signature where it only takes note of what others declare: "Mengetahui,".
    signature_lead: str = ""
    template: str = "letter"
    # Who signs beside, as the head of the office above ("Mengetahui, Camat ...").
    countersigner: SignatureBlock | None = None
    # Printed to be signed with ink and stamped: room for both, and the QR beside it.
    wet: bool = False
    signature_note: str = UNCERTIFIED

    def signed_by(self, assignment: Assignment) -> Self:
        """The same letter with the signature block of `assignment`."""
        return replace(
            self,
            signature_lines=signature_lines(assignment),
            signer_name=assignment.user.name,
            signer_nip=assignment.user.nip or "",
        )

    def countersigned_by(self, assignment: Assignment) -> Self:
        """The same letter with room for the signature of the head of the office above."""
        block = SignatureBlock(signature_lines(assignment), assignment.user.name, assignment.user.nip or "")
        return replace(self, countersigner=block)

    def on_paper(self) -> Self:
        """The same letter, to be signed with ink."""
        return replace(self, wet=True, signature_note=WET)


def head_title(office: Office) -> str:
    """Lurah Fatubesi, Camat Kota Lama, Kepala Dinas Kesehatan."""
    head = HEAD_TITLES[Office.Kind(office.kind)]
    return f"{head} {bare_name(office)}"


def bare_name(office: Office) -> str:
    """The name without the word that says what kind of office it is."""
    for word in ("Kelurahan ", "Kecamatan "):
        if office.kind != Office.Kind.DINAS and office.name.startswith(word):
            return office.name.removeprefix(word)
    return office.name


def signature_lines(assignment: Assignment) -> tuple[str, ...]:
    """The lines above the signature: "Lurah Fatubesi," or "a.n. Lurah Fatubesi," and "Sekretaris,"."""
    head = head_title(assignment.office)
    title = assignment.title or head
    match Capacity(assignment.capacity):
        case Capacity.DEFINITIVE:
            return (f"{title},",)
        case Capacity.PLT | Capacity.PLH as acting:
            return (f"{acting.label} {title.removeprefix(f'{acting.label} ')},",)
        case Capacity.AN | Capacity.UB as behalf:
            own = title if title != head else str(assignment.get_role_display())
            return (f"{behalf.label} {head},", f"{own},")


def letterhead(office: Office) -> dict[str, object]:
    """The kop: the city, the kecamatan above a kelurahan, the office, its address."""
    lines = [CITY.upper()]
    if office.kind == Office.Kind.KELURAHAN and office.parent is not None:
        lines.append(f"KECAMATAN {bare_name(office.parent)}".upper())
    kind = {Office.Kind.KELURAHAN: "KELURAHAN ", Office.Kind.KECAMATAN: "KECAMATAN "}.get(Office.Kind(office.kind), "")
    lines.append(f"{kind}{bare_name(office)}".upper())
    contact = [part for part in (office.address, office.phone and f"Telepon {office.phone}", office.email) if part]
    return {"lines": lines, "address": contact[0] if contact else "", "contact": " · ".join(contact[1:])}
