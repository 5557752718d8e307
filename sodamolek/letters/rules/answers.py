"""What was typed, turned into clean values; nothing typed is ever thrown away.

Answers are kept as text in one canonical form: digits for numbers, YYYY-MM-DD for dates, "ya" / "tidak", and JSON
for the rows of a list.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.population.rules import parse_nik
from core.wording import rupiah
from sodamolek.letters.rules.schema import FieldSpec, FieldType
from sodamolek.letters.rules.wording import rows_of

LONGEST, LONGEST_LIST = 5000, 40_000
MOST_ROWS = 20
DEFAULT_MAX = {FieldType.TEXT: 150, FieldType.LONGTEXT: 1000, FieldType.RUPIAH: 1_000_000_000_000}
# Control characters have no place in a letter; a line break does, in a long text.
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
RUPIAH = re.compile(r"^(?:rp\.?)?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,00|,-)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Cleaned:
    """`values` that are right and `errors` by the field's key."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def typed(value: object) -> str:
    """Whatever a form or JSON brings, as the text to keep: at most 5,000 characters, no control characters.

    The rows of a list (dictionaries) become JSON: at most 20, without the empty ones.
    """
    if value is True:
        return "ya"
    if value is False:
        return "tidak"
    if isinstance(value, list | tuple):
        rows = [{str(k)[:40]: typed(v)[:200] for k, v in row.items()} for row in value if isinstance(row, dict)]
        return json.dumps([row for row in rows if any(row.values())][:MOST_ROWS], ensure_ascii=False)
    text = "" if value is None else str(value).replace("\r\n", "\n")
    text = CONTROL.sub(" ", text).strip()
    return text[: LONGEST_LIST if text.startswith("[{") else LONGEST]


def clean(fields: Iterable[FieldSpec], answers: dict[str, str], today: date) -> Cleaned:
    """Check `answers` to `fields`; a field whose condition does not hold is left out."""
    cleaned = Cleaned()
    for spec in fields:
        if spec.condition and not spec.condition.holds({**answers, **cleaned.values}):
            continue
        try:
            cleaned.values[spec.key] = clean_value(spec, answers.get(spec.key, ""), today)
        except ValueError as error:
            cleaned.errors[spec.key] = str(error)
    return cleaned


def clean_value(spec: FieldSpec, text: str, today: date) -> str:
    """The canonical form of one answer; ValueError says what is wrong and the way out."""
    if not text:
        if spec.required and spec.type is not FieldType.BOOLEAN:
            raise ValueError(_("Isian ini wajib diisi."))
        return ""
    return CLEANERS.get(spec.type, _clean_text)(spec, text, today)


def _clean_choice(spec: FieldSpec, text: str, _today: date) -> str:
    if text not in {c.value for c in spec.choices}:
        raise ValueError(_("Pilih salah satu dari daftar."))
    return text


def _clean_boolean(_spec: FieldSpec, text: str, _today: date) -> str:
    if text not in {"ya", "tidak"}:
        raise ValueError(_("Pilih ya atau tidak."))
    return text


def _clean_nik(_spec: FieldSpec, text: str, today: date) -> str:
    try:
        return parse_nik(text, today).number
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None


def _clean_rows(spec: FieldSpec, text: str, today: date) -> str:
    """Each row by its columns; an error names the row and the column."""
    rows = [row for row in rows_of(text) if any(str(row.get(c.key, "")).strip() for c in spec.columns)]
    lowest, highest = (1 if spec.required else 0) if spec.min is None else spec.min, spec.max or MOST_ROWS
    if len(rows) < lowest:
        raise ValueError(_("Isi paling sedikit %d baris.") % lowest)
    if len(rows) > highest:
        raise ValueError(_("Paling banyak %d baris.") % highest)
    cleaned = []
    for number, row in enumerate(rows, start=1):
        values: dict[str, str] = {}
        for column in spec.columns:
            try:
                values[column.key] = clean_value(column, typed(row.get(column.key)), today)
            except ValueError as error:
                where = {"row": number, "column": column.label, "error": error}
                raise ValueError(_("Baris %(row)d, %(column)s: %(error)s") % where) from None
        cleaned.append(values)
    return json.dumps(cleaned, ensure_ascii=False) if cleaned else ""


def _clean_text(spec: FieldSpec, text: str, _today: date) -> str:
    if spec.type is FieldType.TEXT:
        text = " ".join(text.split())
    longest = spec.max or DEFAULT_MAX[spec.type]
    if len(text) > longest:
        raise ValueError(_("Paling banyak %(max)d huruf; sekarang %(now)d.") % {"max": longest, "now": len(text)})
    if spec.min and len(text) < spec.min:
        raise ValueError(_("Tulis lebih lengkap, paling sedikit %d huruf.") % spec.min)
    return text


def _clean_number(spec: FieldSpec, text: str, _today: date) -> str:
    money = spec.type is FieldType.RUPIAH
    match = RUPIAH.match(text) if money else re.match(r"^(\d{1,9})$", text)
    if not match or len(match.group(1)) > 20:
        example = "1.250.000" if money else "3"
        raise ValueError(_("Tulis dengan angka saja, misalnya %s.") % example)
    number = int(match.group(1).replace(".", ""))
    show = rupiah if money else str
    lowest, highest = spec.min or 0, DEFAULT_MAX.get(spec.type) if spec.max is None else spec.max
    if number < lowest:
        raise ValueError(_("Paling sedikit %s.") % show(lowest))
    if highest is not None and number > highest:
        raise ValueError(_("Paling banyak %s.") % show(highest))
    return str(number)


def _clean_date(spec: FieldSpec, text: str, today: date) -> str:
    match = re.match(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$", text)
    try:
        if match:
            return _in_range(spec, date(int(match[3]), int(match[2]), int(match[1])), today)
        return _in_range(spec, date.fromisoformat(text), today)
    except OutOfRangeError as error:
        raise ValueError(str(error)) from None
    except ValueError:
        raise ValueError(_("Tulis tanggal seperti 24-11-2026 (hari-bulan-tahun).")) from None


class OutOfRangeError(ValueError):
    """The date exists but can't be meant."""


def _in_range(spec: FieldSpec, day: date, today: date) -> str:
    """Between `min` years back (150 when not given) and `max` years ahead (0 when not given) of today."""
    if day.year < today.year - (spec.min if spec.min is not None else 150):
        raise OutOfRangeError(_("Tanggal ini terlalu lama. Periksa tahunnya."))
    ahead = spec.max or 0
    if (day.year - ahead, day.month, day.day) > (today.year, today.month, today.day):
        raise OutOfRangeError(_("Tanggal ini belum tiba. Periksa tanggalnya."))
    return day.isoformat()


CLEANERS: dict[FieldType, Callable[[FieldSpec, str, date], str]] = {
    FieldType.INTEGER: _clean_number,
    FieldType.RUPIAH: _clean_number,
    FieldType.DATE: _clean_date,
    FieldType.CHOICE: _clean_choice,
    FieldType.BOOLEAN: _clean_boolean,
    FieldType.NIK: _clean_nik,
    FieldType.ROWS: _clean_rows,
}
