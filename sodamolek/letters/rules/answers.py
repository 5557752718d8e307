"""What was typed, turned into clean values; nothing typed is ever thrown away.

Answers are kept as text in one canonical form: digits for numbers, YYYY-MM-DD for dates, "ya" / "tidak".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from sodamolek.letters.rules.schema import FieldSpec, FieldType
from sodamolek.letters.rules.wording import rupiah

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
    """Whatever a form or JSON brings, as the text to keep: at most 5,000 characters, no control characters."""
    if value is True:
        return "ya"
    if value is False:
        return "tidak"
    text = "" if value is None else str(value).replace("\r\n", "\n")
    return CONTROL.sub(" ", text).strip()[:5000]


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
    match spec.type:
        case FieldType.INTEGER | FieldType.RUPIAH:
            return _clean_number(spec, text)
        case FieldType.DATE:
            return _clean_date(spec, text, today)
        case FieldType.CHOICE:
            if text not in {c.value for c in spec.choices}:
                raise ValueError(_("Pilih salah satu dari daftar."))
            return text
        case FieldType.BOOLEAN:
            if text not in {"ya", "tidak"}:
                raise ValueError(_("Pilih ya atau tidak."))
            return text
    return _clean_text(spec, text)


def _clean_text(spec: FieldSpec, text: str) -> str:
    if spec.type is FieldType.TEXT:
        text = " ".join(text.split())
    longest = spec.max or DEFAULT_MAX[spec.type]
    if len(text) > longest:
        raise ValueError(_("Paling banyak %(max)d huruf; sekarang %(now)d.") % {"max": longest, "now": len(text)})
    if spec.min and len(text) < spec.min:
        raise ValueError(_("Tulis lebih lengkap, paling sedikit %d huruf.") % spec.min)
    return text


def _clean_number(spec: FieldSpec, text: str) -> str:
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
