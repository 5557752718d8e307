"""Letters print what they are given, literally, the same bytes each time."""

from datetime import date

import pypdfium2
import pytest

from core.accounts.models import Assignment
from core.accounts.rules import Capacity, Role
from core.documents.typesetting import LetterContent, compile_letter, preview_letter, signature_lines
from core.documents.typesetting.content import letterhead
from core.regions.models import Office
from tests.factories.accounts import UserFactory

CODE = "5JX2K0M8QW7T3D9VRA6HBNEPC4"
URL = f"http://localhost:8000/periksa/{CODE}/"
CAMAT = Office(kind=Office.Kind.KECAMATAN, name="Kecamatan Kota Lama", code="kec")
LURAH = Office(kind=Office.Kind.KELURAHAN, name="Kelurahan Fatubesi", code="kel", parent=CAMAT, address="Jln. Sabu")


def letter(**fields: object) -> LetterContent:
    base: dict[str, object] = {
        "office": LURAH,
        "title": "Surat Keterangan Domisili",
        "kind_name": "Surat Keterangan Domisili",
        "series": "umum",
        "classification": "475",
        "date": date(2026, 11, 24),
        "signer_name": "MARTHEN CONTOH",
    }
    return LetterContent(**(base | fields))  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(pages_of(pdf)).split())


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*tebal* _miring_ = judul",
        "$x^2$ \\ `kode` <label> @rujukan",
        'kutip " dan \\ dan }',
        "//komentar /* dan */ ini",
        "[isi] #{1 + 1}",
    ],
)
def test_markup_in_data_is_printed_literally(name: str) -> None:
    pdf = compile_letter(letter(rows=(("Nama", name),), paragraphs=(name,), signer_name=name), "1", URL, code=CODE)
    assert text_of(pdf).count(" ".join(name.split())) == 3


def test_the_template_reads_no_file_outside_its_folder() -> None:
    pdf = compile_letter(letter(rows=(("Nama", '#read("../rules.py")'),)), "1", None)
    assert "Crockford" not in text_of(pdf)


def test_the_same_letter_is_the_same_bytes_and_says_what_it_must() -> None:
    content = letter(valid_until=date(2027, 2, 24), recipients=("Camat Kota Lama",))
    pdf = compile_letter(content, "71/Kel.Ftbs.475/XI/2026", URL, code=CODE)
    assert pdf == compile_letter(content, "71/Kel.Ftbs.475/XI/2026", URL, code=CODE)
    text = text_of(pdf)
    for said in (
        "PEMERINTAH KOTA KUPANG KECAMATAN KOTA LAMA KELURAHAN FATUBESI",
        "Nomor : 71/Kel.Ftbs.475/XI/2026",
        "Kupang, 24 November 2026",
        "berlaku sampai dengan 24 Februari 2027",
        "tanda tangan elektronik tidak tersertifikasi",
        "5JX2K-0M8QW-7T3D9-VRA6H-BNEPC4",
        "localhost:8000/periksa",
    ):
        assert said in text


def test_it_is_written_as_tagged_pdf_a() -> None:
    pdf = compile_letter(letter(), "1", URL, code=CODE)
    assert b"pdfaid:part" in pdf
    assert b"/MarkInfo" in pdf


@pytest.mark.parametrize(("rows", "pages"), [(3, 1), (30, 3), (120, 8)])
def test_few_rows_and_many_fit(rows: int, pages: int) -> None:
    long = " ".join(["sangat panjang"] * 9)
    content = letter(rows=tuple((f"Butir {n}", f"{n} {long}") for n in range(rows)), signer_name=long.upper())
    found = pages_of(compile_letter(content, "1", URL, code=CODE))
    assert len(found) == pages
    assert all(f"Halaman {n} / {pages}" in text for n, text in enumerate(found, start=1))


def test_a_preview_is_marked_and_bears_no_code() -> None:
    text = text_of(preview_letter(letter()))
    assert "PRATINJAU" in text
    assert "Pratinjau, bukan surat." in text
    assert "periksa" not in text.lower()


@pytest.mark.parametrize(
    ("capacity", "role", "title", "lines"),
    [
        (Capacity.DEFINITIVE, Role.LURAH, "Lurah Fatubesi", ("Lurah Fatubesi,",)),
        (Capacity.DEFINITIVE, Role.LURAH, "", ("Lurah Fatubesi,",)),
        (Capacity.PLT, Role.LURAH, "Lurah Fatubesi", ("Plt. Lurah Fatubesi,",)),
        (Capacity.PLH, Role.LURAH, "Plh. Lurah Fatubesi", ("Plh. Lurah Fatubesi,",)),
        (Capacity.AN, Role.SEKRETARIS, "Sekretaris Kelurahan", ("a.n. Lurah Fatubesi,", "Sekretaris Kelurahan,")),
        (Capacity.AN, Role.SEKRETARIS, "", ("a.n. Lurah Fatubesi,", "Sekretaris,")),
    ],
)
def test_the_signature_block_says_the_capacity(
    capacity: Capacity, role: Role, title: str, lines: tuple[str, ...]
) -> None:
    assignment = Assignment(user=UserFactory.build(), office=LURAH, role=role, capacity=capacity, title=title)
    assert signature_lines(assignment) == lines


def test_the_head_of_each_kind_of_office() -> None:
    dinas = Office(kind=Office.Kind.DINAS, name="Dinas Kesehatan", code="d", address="Jln. S.K. Lerik", phone="0380")
    assert letterhead(CAMAT)["lines"] == ["PEMERINTAH KOTA KUPANG", "KECAMATAN KOTA LAMA"]
    assert letterhead(dinas) == {
        "lines": ["PEMERINTAH KOTA KUPANG", "DINAS KESEHATAN"],
        "address": "Jln. S.K. Lerik",
        "contact": "Telepon 0380",
    }
