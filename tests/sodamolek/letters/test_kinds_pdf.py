"""All 24 letters as PDF: everyday, with the longest answers, and with what may stay empty left empty."""

import pypdfium2
import pytest
from django.utils import timezone

from sodamolek.letters.rules.schema import FieldType
from sodamolek.letters.rules.wording import rows_of
from tools import letters as pictures

SPECS = pictures.specs()
EACH = pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def packed(text: str) -> str:
    """Without blanks and line ends: a long word may be broken anywhere."""
    return "".join(text.split()).replace("\ufffe", "").replace("-", "")


@EACH
def test_an_everyday_letter_fits_one_page(spec):
    values = pictures.everyday(spec, timezone.localdate())
    pages = pages_of(pictures.letter_pdf(spec, values))
    assert len(pages) == 1
    assert spec.wording.title in pages[0]
    assert "{" not in pages[0]
    for field in spec.fields:
        if field.type is FieldType.ROWS:
            for row in rows_of(values[field.key]):
                assert row["nik" if "nik" in row else "tertulis"] in pages[0]
    for name in spec.copies:
        assert name in pages[0]
    assert ("Camat Kota Lama," in pages[0]) is bool(spec.countersigners or spec.code == "DISN")


@EACH
def test_the_longest_answers_are_printed_whole(spec):
    values = pictures.longest(spec, timezone.localdate())
    pages = pages_of(pictures.letter_pdf(spec, values))
    assert len(pages) <= 2
    said = packed(" ".join(pages))
    content = pictures.content(spec, values)
    for _label, text in content.rows:
        assert packed(text) in said
    for part in content.sections:
        assert all(packed(text) in said for _label, text in part.rows)
        assert said.count(pictures.NIK) >= sum(pictures.NIK in row for row in part.table)
    # A signature never stands alone: the closing, and a sentence before it, come with it.
    assert packed(content.closing) in packed(pages[-1])
    if content.paragraphs:
        assert packed(content.paragraphs[-1])[-25:] in packed(pages[-1])
    assert "Daniel Contoh" in pages[-1]


@EACH
def test_what_is_empty_leaves_no_trace(spec):
    values = pictures.shortest(spec, timezone.localdate())
    pages = pages_of(pictures.letter_pdf(spec, values))
    assert len(pages) == 1
    for fault in (": -", " - ", ": .", "()", " ,", ",,"):
        assert fault not in pages[0], fault
