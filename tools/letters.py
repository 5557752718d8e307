"""Every kind of letter as a picture, to be looked at before a wording is called done.

    python -m tools.letters [CODE ...]

Into var/letters: CODE.png with everyday answers, CODE-panjang.png with the longest answers that the fields take,
CODE-pendek.png with what may stay empty left empty, and CODE-KEY.png for each paper to be printed. No database.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

from tools.embedded import PROJECT

if TYPE_CHECKING:
    from core.documents.typesetting import LetterContent
    from core.regions.models import Office
    from sodamolek.letters.rules.schema import FieldSpec, KindSpec

FOLDER = PROJECT / "var" / "letters"
SCALE = 100 / 72
NIK = "5371065405889501"
PERSON = {
    "name": "Anastasia Nomleni Contoh",
    "birth_place": "Kupang",
    "birth_date": "1988-05-14",
    "sex": "P",
    "religion": "Kristen",
    "marital_status": "Belum kawin",
    "occupation": "Mengurus rumah tangga",
    "nationality": "WNI",
    "address": "Jalan Contoh 5",
    "rt": "4",
    "rw": "2",
    "registered_address": "Jalan Contoh 5, RT 4 / RW 2, Kelurahan Fatubesi, Kecamatan Kota Lama, Kota Kupang",
}
WORDS = "Maria Magdalena Wilhelmina Contoh Nomleni-Lapenangga dari Kelurahan Tuak Daun Merah Kecamatan Oebobo "
CODE = "5JX2K0M8QW7T3D9VRA6HBNEPC4"


def specs() -> dict[str, "KindSpec"]:
    """The kinds of the project's files by code, in the order of their names."""
    from sodamolek.letters.rules.validation import kind_from
    from sodamolek.letters.services.kinds import FOLDER as KINDS
    from sodamolek.letters.services.kinds import read_kind

    found = [kind_from(read_kind(path), path.name) for path in sorted(KINDS.glob("*.json"))]
    return {spec.code: spec for spec in found}


def everyday(spec: "KindSpec", today: date) -> dict[str, str]:
    """Answers as people give them."""
    from sodamolek.letters.rules.answers import typed
    from sodamolek.letters.services.examples import example_answers

    known = {f.key: typed(PERSON[f.prefill]) for f in spec.fields if f.prefill}
    return known | example_answers(spec.code, today)


def longest(spec: "KindSpec", today: date) -> dict[str, str]:
    """Each answer as long as its field allows; lists with as many rows."""
    from sodamolek.letters.rules.answers import MOST_ROWS, typed
    from sodamolek.letters.rules.schema import FieldType

    values = {}
    for field in spec.fields:
        if field.type is FieldType.ROWS:
            row = {column.key: _longest(column, today) for column in field.columns}
            values[field.key] = typed([row] * (field.max or MOST_ROWS))
        else:
            values[field.key] = _longest(field, today)
    return values


def _longest(field: "FieldSpec", today: date) -> str:
    from sodamolek.letters.rules.answers import DEFAULT_MAX
    from sodamolek.letters.rules.schema import FieldType

    match field.type:
        case FieldType.TEXT | FieldType.LONGTEXT:
            most = field.max or DEFAULT_MAX[field.type]
            return (WORDS * (most // len(WORDS) + 1))[:most].strip().ljust(field.min or 0, "0")
        case FieldType.CHOICE:
            return max(field.choices, key=lambda choice: len(choice.label)).value
        case FieldType.DATE:
            return today.isoformat()
        case FieldType.INTEGER | FieldType.RUPIAH:
            return str(field.max or DEFAULT_MAX.get(field.type, 999_999_999))
        case FieldType.NIK:
            return NIK
    return "ya"


def shortest(spec: "KindSpec", today: date) -> dict[str, str]:
    """Everyday answers without those that may stay empty."""
    values = everyday(spec, today)
    return {f.key: values[f.key] for f in spec.fields if f.required and f.key in values}


def office(level: str) -> "Office":
    """An office of that level, not stored anywhere."""
    from core.regions.models import Office

    address = "Jln. Contoh No. 1, Kota Kupang 85226"
    if level == "dinas":
        return Office(
            code="dinsos", name="Dinas Sosial", abbreviation="Dinsos", kind=Office.Kind.DINAS, address=address
        )
    above = Office(
        code="53.71.06", name="Kecamatan Kota Lama", abbreviation="Klm", kind=Office.Kind.KECAMATAN, address=address
    )
    if level == "kecamatan":
        return above
    kelurahan = Office.Kind.KELURAHAN
    return Office(
        code="k", name="Kelurahan Fatubesi", abbreviation="Ftbs", kind=kelurahan, address=address, parent=above
    )


def content(spec: "KindSpec", values: dict[str, str]) -> "LetterContent":
    """The letter that `values` make, as if its signers had signed."""
    from dataclasses import replace

    from core.documents.typesetting import SignatureBlock
    from core.documents.typesetting.content import head_title
    from sodamolek.letters.services.content import content_of

    place = office(spec.office_level.value)
    made = content_of(spec, place, values, nik=NIK)
    made = replace(made, signature_lines=(f"{head_title(place)},",), signer_name="Daniel Contoh", signer_nip="9" * 18)
    if spec.countersigners and place.parent:
        block = SignatureBlock((f"{head_title(place.parent)},",), "Albertus Contoh", "9" * 18)
        made = replace(made, countersigner=block)
    return made


def letter_pdf(spec: "KindSpec", values: dict[str, str]) -> bytes:
    """The letter as PDF, with a number and a code that nobody has."""
    from core.documents.rules import format_number
    from core.documents.typesetting import compile_letter

    made = content(spec, values)
    number = format_number(
        made.number_pattern,
        number=71,
        abbreviation=made.office.abbreviation,
        classification=made.classification,
        day=made.date,
    )
    return compile_letter(made, number, f"https://contoh.test/periksa/{CODE}/", code=CODE)


def papers(spec: "KindSpec", today: date) -> Iterator[tuple[str, bytes]]:
    """Each PDF of a kind with the end of its file's name."""
    yield "", letter_pdf(spec, everyday(spec, today))
    yield "-panjang", letter_pdf(spec, longest(spec, today))
    yield "-pendek", letter_pdf(spec, shortest(spec, today))
    for declaration in spec.declarations:
        yield f"-{declaration.key}", paper_pdf(spec, declaration.key, everyday(spec, today))
        yield f"-{declaration.key}-kosong", paper_pdf(spec, declaration.key, {})


def paper_pdf(spec: "KindSpec", key: str, values: dict[str, str]) -> bytes:
    """A paper to be printed; without `values` as a visitor gets it."""
    from sodamolek.letters.services.content import built_in
    from sodamolek.letters.services.declarations import declaration_pdf

    declaration = spec.declaration(key)
    assert declaration is not None, key
    known = built_in(office(spec.office_level.value), nik=NIK) if values else {}
    return declaration_pdf(spec, declaration, values, known)


def picture(pdf: bytes) -> Image.Image:
    """All pages beside each other."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.render(scale=SCALE).to_pil().convert("L") for page in document]
    finally:
        document.close()
    sheet = Image.new("L", (sum(p.width for p in pages), max(p.height for p in pages)), 255)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width
    return sheet


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("codes", nargs="*", help="only these kinds")
    codes = {code.upper() for code in parser.parse_args(arguments).codes}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.lint")
    import django

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    from django.utils import timezone

    today = timezone.localdate()
    for code, spec in specs().items():
        if codes and code not in codes:
            continue
        for ending, pdf in papers(spec, today):
            path: Path = FOLDER / f"{code}{ending}.png"
            picture(pdf).save(path, optimize=True)
            sys.stdout.write(f"{path.relative_to(PROJECT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
