"""Placeholders of a letter's text: looked up by name, never evaluated, so an answer can't smuggle one in."""

import json
import re
from collections.abc import Mapping
from datetime import date

from core.population.rules import mask_nik
from core.wording import long_date, rupiah
from sodamolek.letters.rules.schema import FieldSpec, FieldType, KindSpec

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# Filled by the portal besides the kind's own fields.
BUILT_IN = frozenset({"nik", "jabatan_penanda_tangan", "kelurahan", "kecamatan", "berlaku_sampai"})
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# Each date can also be quoted with its weekday, each amount also in words, each choice also within a sentence.
WITH_DAY, IN_WORDS, WITHIN = "_hari", "_terbilang", "_kecil"
ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def quotable(spec: KindSpec) -> frozenset[str]:
    """Every name that a text of this kind may quote."""
    names = {f.key for f in spec.fields if f.type is not FieldType.ROWS} | BUILT_IN
    names |= {f"{f.key}{WITH_DAY}" for f in spec.fields if f.type is FieldType.DATE}
    names |= {f"{f.key}{IN_WORDS}" for f in spec.fields if f.type is FieldType.RUPIAH}
    names |= {f"{f.key}{WITHIN}" for f in spec.fields if f.type is FieldType.CHOICE}
    return frozenset(names | {age.key for age in spec.wording.ages})


def fill(text: str, values: Mapping[str, str], gap: str = "") -> str:
    """`text` with its placeholders replaced once, unknown ones by `gap`; braces inside a value stay as they are."""
    return PLACEHOLDER.sub(lambda match: values.get(match.group(1), gap), text)


def in_words(number: int) -> str:
    """A whole number as it is read out: 1.250.000 is "satu juta dua ratus lima puluh ribu"."""
    if number == 0:
        return "nol"
    return " ".join(_words(number))


def _words(number: int) -> list[str]:
    for size, name in SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            if count == 1 and size in (100, 1000):
                return [f"se{name}", *_words(rest)]
            return [*_words(count), name, *_words(rest)]
    if number >= 20:
        return [ONES[number // 10], "puluh", *_words(number % 10)]
    if number >= 12:
        return [ONES[number - 10], "belas"]
    return [ONES[number]] if number else []


def full_years(born: date, on: date) -> int:
    """Age on a day; nobody is younger than 0."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def rows_of(value: object) -> list[dict[str, str]]:
    """The rows of a list's answer (kept as JSON); none when it is no such answer."""
    try:
        rows = json.loads(str(value or "[]"))
    except ValueError:
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def shown(field: FieldSpec, value: object) -> str:
    """A clean answer as it stands on a screen: another person's NIK is masked."""
    if value in (None, ""):
        return "-"
    if field.type is FieldType.NIK:
        return mask_nik(str(value))
    if field.type is FieldType.ROWS:
        lines = [[shown(c, row[c.key]) for c in field.columns if row.get(c.key)] for row in rows_of(value)]
        return "; ".join(f"{i}. {', '.join(line)}" for i, line in enumerate(lines, start=1))
    return printed(field, value)


def masked(field: FieldSpec, value: str) -> str:
    """An answer as it is kept, with every NIK in it masked: for who reads it and may not change it."""
    if field.type is FieldType.NIK and value:
        return mask_nik(value)
    if field.type is FieldType.ROWS and value:
        columns = {column.key: column for column in field.columns}
        rows = [{k: masked(columns[k], str(v)) for k, v in row.items() if k in columns} for row in rows_of(value)]
        return json.dumps(rows)
    return value


def printed(field: FieldSpec, value: object) -> str:
    """A clean answer as it stands in a letter."""
    if field.type is FieldType.DATE:
        return long_date(date.fromisoformat(str(value)))
    if field.type is FieldType.RUPIAH:
        return rupiah(int(str(value)))
    if field.type is FieldType.BOOLEAN:
        return "Ya" if value == "ya" else "Tidak"
    return next((c.label for c in field.choices if c.value == value), str(value))
