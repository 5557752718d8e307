"""Files of fills as a stream of rows: CSV (comma or semicolon) and XLSX, a row at a time."""

import csv
import io
import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from datetime import datetime
from typing import IO, Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sihebat.rules.sheet import COLUMNS, REQUIRED

MOST_ROWS = 200_000
MOST_UNPACKED = 300 * 2**20
LONGEST_CELL = 200
ZIP = b"PK\x03\x04"
Numbered = tuple[int, dict[str, str]]


def rows_of(stream: IO[bytes]) -> Generator[Numbered, None, None]:
    """Each row with its line in the file (the heading is line 1), as text by column. Raises ValidationError."""
    start = stream.read(4)
    stream.seek(0)
    with closing(_xlsx(stream) if start == ZIP else _csv(stream)) as cells:
        yield from _named(cells)


def check_heading(stream: IO[bytes]) -> None:
    """Raise ValidationError when this can't be a file of fills; reads its first rows only."""
    with closing(rows_of(stream)) as rows:
        next(rows, None)


def row_count(stream: IO[bytes]) -> int:
    """About how many lines the file has, to tell how far the work is."""
    if stream.read(4) != ZIP:
        stream.seek(0)
        return sum(part.count(b"\n") for part in iter(lambda: stream.read(2**20), b""))
    book = openpyxl.load_workbook(stream, read_only=True)
    with closing(book):
        return book.worksheets[0].max_row or 0


def _named(cells: Iterator[list[str]]) -> Iterator[Numbered]:
    try:
        heading = [str(cell).strip().lower().replace(" ", "_").lstrip("\ufeff") for cell in next(cells, [])]
        missing = [name for name in REQUIRED if name not in heading]
        if missing:
            raise _refused(_("Baris pertama harus memuat judul kolom. Belum ada: %s.") % ", ".join(missing))
        for line, row in enumerate(cells, start=2):
            if line > MOST_ROWS + 1:
                raise _refused(_("Berkas memuat lebih dari %d baris. Bagi menjadi beberapa berkas.") % MOST_ROWS)
            if any(row):
                named = dict(zip(heading, (cell[:LONGEST_CELL] for cell in row), strict=False))
                yield line, {name: named.get(name, "") for name in COLUMNS}
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused(_("Berkas tidak terbaca sebagai CSV. Simpan sebagai CSV UTF-8 atau XLSX.")) from error


def _refused(text: str) -> ValidationError:
    return ValidationError({"file": text})


def _csv(stream: IO[bytes]) -> Generator[list[str], None, None]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    first = text.readline(10_000)
    text.seek(0)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        for row in csv.reader(text, delimiter=delimiter):
            yield [cell.replace("\x00", "") for cell in row]
    finally:
        with suppress(ValueError):  # closed already: then there is nothing to let go of
            text.detach()


def _xlsx(stream: IO[bytes]) -> Generator[list[str], None, None]:
    try:
        with zipfile.ZipFile(stream) as packed:
            # A small file may unpack to gigabytes.
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _refused(_("Berkas XLSX terlalu besar. Bagi menjadi beberapa berkas."))
        stream.seek(0)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_text(cell) for cell in row]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise _refused(_("Berkas XLSX tidak terbaca. Buka dan simpan ulang, atau kirim sebagai CSV.")) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(round(cell, 3)) if isinstance(cell, float) else str(cell).replace("\x00", "")
