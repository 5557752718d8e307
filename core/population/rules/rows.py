"""One line of a register's file: read, checked, and in one form, so that the same person gives the same record.

Every line is a row by itself (no line break inside quotes): a stray quotation mark spoils one row, not the file.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.population.rules.columns import LONGEST, REQUIRED, element_of
from core.population.rules.numbers import parse_kk, parse_nik

DELIMITERS = ",;\t|"
EARLIEST = date(1850, 1, 1)
SEXES = {"L": "L", "P": "P", "LAKI-LAKI": "L", "PEREMPUAN": "P", "LAKI - LAKI": "L"}
DATE_SHAPES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})"),
)
SCIENTIFIC = re.compile(r"\d+[.,]\d*E\+?\d+", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f]")
REGION_DIGITS = re.compile(r"\d{10}")


class RowError(Exception):
    """Why a row is refused. `field` is a column of ours or ""; `reason` never quotes what stands in the row."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Layout:
    """How the lines of one file are read. `elements` has one name for each column, "" for one that is passed over."""

    elements: tuple[str, ...]
    delimiter: str
    encoding: str


def read_layout(header: bytes, encoding: str, delimiter: str = "") -> Layout:
    """The layout that a file's first line names; raises ValidationError that names what is missing or double."""
    try:
        text = header.decode(encoding).removeprefix("\ufeff").strip("\r\n")
    except UnicodeDecodeError:
        raise ValidationError(
            _("Baris judul tidak terbaca. Sebutkan pengodeannya, misalnya --encoding cp1252.")
        ) from None
    used = delimiter or max(DELIMITERS, key=text.count)
    elements = tuple(element_of(name) for name in next(csv.reader([text], delimiter=used), []))
    missing = [name for name in REQUIRED if name not in elements]
    if missing:
        raise ValidationError(_("Kolom wajib tidak ada: %s. Lihat docs/panduan/register.md.") % ", ".join(missing))
    double = {name for name in elements if name and elements.count(name) > 1}
    if double:
        raise ValidationError(_("Kolom ada lebih dari sekali: %s.") % ", ".join(sorted(double)))
    return Layout(elements, used, encoding)


def read_row(line: bytes, layout: Layout, today: date) -> dict[str, str]:
    """The record in a line, without empty elements, dates as YYYY-MM-DD; raises RowError."""
    found = dict(zip(layout.elements, _cells(line, layout), strict=True))
    found.pop("", None)
    record = {name: " ".join(value.split()) for name, value in found.items()}
    for name in REQUIRED:
        if not record[name]:
            raise RowError(name, _("Belum diisi."))
    record["nik"] = _number("nik", record["nik"], today)
    record["kk"] = _number("kk", record["kk"], today)
    record["birth_date"] = _date(record["birth_date"], today)
    record["sex"] = _sex(record["sex"])
    for name in ("rt", "rw"):
        record[name] = _three_digits(name, record.get(name, ""))
    record["region_code"] = _region_code(record.get("region_code", ""))
    for name, longest in LONGEST.items():
        if len(record.get(name, "")) > longest:
            raise RowError(name, _("Lebih panjang dari %s huruf.") % longest)
    return {name: value for name, value in record.items() if value}


def _cells(line: bytes, layout: Layout) -> list[str]:
    try:
        text = line.decode(layout.encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        raise RowError("", _("Ada huruf yang bukan pengodean %s.") % layout.encoding) from None
    if CONTROL.search(text):
        raise RowError("", _("Ada karakter kendali di dalam baris."))
    try:
        cells = next(csv.reader([text], delimiter=layout.delimiter, strict=True))
    except csv.Error:
        raise RowError("", _("Tanda kutip tidak berpasangan, atau baris terputus.")) from None
    if len(cells) != len(layout.elements):
        raise RowError("", _("Ada %(n)s kolom, seharusnya %(m)s.") % {"n": len(cells), "m": len(layout.elements)})
    return cells


def _number(field: str, text: str, today: date) -> str:
    # A spreadsheet keeps 15 digits of a number and drops the sixteenth for good: nothing can be mended here.
    if SCIENTIFIC.fullmatch(text):
        raise RowError(
            field, _("Tertulis sebagai bilangan pembulatan; simpan kolom ini sebagai teks, lalu ekspor ulang.")
        )
    text = text.removeprefix("'")
    try:
        return parse_nik(text, today).number if field == "nik" else parse_kk(text, today).number
    except ValidationError as error:
        raise RowError(field, error.messages[0]) from None


def _date(text: str, today: date) -> str:
    for shape in DATE_SHAPES:
        match = shape.fullmatch(text)
        if match is None:
            continue
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            break
        if EARLIEST <= day <= today:
            return day.isoformat()
        raise RowError("birth_date", _("Di masa depan, atau sebelum tahun 1850."))
    raise RowError("birth_date", _("Bukan tanggal; tulis HH-BB-TTTT atau TTTT-BB-HH."))


def _sex(text: str) -> str:
    try:
        return SEXES[text.upper()]
    except KeyError:
        raise RowError("sex", _("Tulis L atau P.")) from None


def _three_digits(field: str, text: str) -> str:
    if not text or text in ("-", "0", "000"):
        return ""
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise RowError(field, _("Paling banyak tiga angka."))
    return text.zfill(3)


@lru_cache(maxsize=4096)
def _region_code(text: str) -> str:
    """With dots, such as 53.71.06.1008; a city has few of them, so each is looked at once."""
    digits = text.replace(".", "")
    if not digits:
        return ""
    if not digits.isascii() or not REGION_DIGITS.fullmatch(digits):
        raise RowError("region_code", _("Kode kelurahan terdiri dari 10 angka, misalnya 53.71.06.1008."))
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
