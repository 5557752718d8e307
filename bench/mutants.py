"""Altered copies of a signed letter, as a forger would make them; from a seed, so a failure can be repeated."""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from core.documents.signature import certificates, pades
from core.documents.signature.base import Act

BYTE_FLIP, APPENDED, OTHER_SIGNER, GRAFTED = "byte flipped", "update appended", "other signer, same name", "grafted"


@dataclass(frozen=True)
class Mutant:
    kind: str
    data: bytes


@dataclass(frozen=True)
class Material:
    """Two genuine letters, one before its signature, and the signer's name."""

    letter: bytes
    other: bytes
    unsigned: bytes
    name: str


def mutants(material: Material, *, count: int, seed: int) -> Iterator[Mutant]:
    """`count` altered copies: half byte flips, and of the rest a third of each other kind."""
    chance = random.Random(seed)
    rest = count - count // 2
    for _ in range(count // 2):
        yield Mutant(BYTE_FLIP, _flip(material.letter, chance))
    for turn in range(rest):
        if turn % 3 == 0:
            yield Mutant(APPENDED, _append(material.letter, turn // 3, chance))
        elif turn % 3 == 1:
            yield Mutant(OTHER_SIGNER, _sign_as(material.unsigned, material.name))
        else:
            yield Mutant(GRAFTED, _graft(material.letter, material.other, turn // 3))


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _append(data: bytes, turn: int, chance: random.Random) -> bytes:
    """Something after the end: bytes, a changed title, a new page's text, an emptied form field, a second signature."""
    match turn % 5:
        case 0:
            return data + bytes(chance.randrange(256) for _ in range(1 + chance.randrange(64)))
        case 1:
            return data + b"\n%%EOF\n"
        case 2:
            return _update(data, _retitle)
        case 3:
            return _update(data, _cover)
        case _:
            return _update(data, _second_field)


def _update(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _retitle(writer: IncrementalPdfFileWriter) -> None:
    """Another title in the document's information."""
    writer.trailer["/Info"]["/Title"] = generic.pdf_string("Surat Lain")
    writer.update_container(writer.trailer["/Info"])


def _cover(writer: IncrementalPdfFileWriter) -> None:
    """Another name painted over the page."""
    stream = generic.StreamObject(stream_data=b"q 1 1 1 rg 70 600 400 20 re f Q")
    reference = writer.add_object(stream)
    page = writer.root["/Pages"]["/Kids"][0]
    contents = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([contents, reference])
    writer.mark_update(page.container_ref)


def _second_field(writer: IncrementalPdfFileWriter) -> None:
    fields.append_signature_field(writer, fields.SigFieldSpec("Baru"))


def _sign_as(unsigned: bytes, name: str) -> bytes:
    """The same letter signed by somebody who calls himself the same, under an authority of his own."""
    now = datetime.now(UTC)
    authority = certificates.make_authority(now)
    pair = certificates.make_signer(authority.certificate, authority.private_key, name=name, nip="", now=now)
    forger = pades.load_signer(pair.certificate, pair.private_key, authority.certificate)
    return pades.sign(unsigned, forger, Act("palsu", "Kupang"), name=name)


def _graft(letter: bytes, other: bytes, turn: int) -> bytes:
    """The signature of one genuine letter put into another."""
    if turn % 2:
        letter, other = other, letter
    taken = other[slice(*place_of_signature(other))]
    start, end = place_of_signature(letter)
    return letter[:start] + taken.ljust(end - start, b"0")[: end - start] + letter[end:]


def place_of_signature(data: bytes) -> tuple[int, int]:
    """Where the hexadecimal digits of the last signature lie."""
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    return start, data.index(b">", start)
