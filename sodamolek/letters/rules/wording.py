"""Placeholders of a letter's text: looked up by name, never evaluated, so an answer can't smuggle one in."""

import re
from collections.abc import Mapping
from datetime import date

from sodamolek.letters.rules.schema import FieldSpec, FieldType

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# Filled by the portal besides the kind's own fields.
BUILT_IN = frozenset({"nik", "jabatan_penanda_tangan", "kelurahan", "kecamatan", "berlaku_sampai"})
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced once; braces inside a value stay as they are."""
    return PLACEHOLDER.sub(lambda match: values.get(match.group(1), ""), text)


def indonesian_date(day: date) -> str:
    """As the offices write it: 24 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rupiah(amount: int) -> str:
    """As the offices write it: Rp 1.250.000."""
    return f"Rp {amount:,}".replace(",", ".")


def shown(field: FieldSpec, value: object) -> str:
    """A clean answer as it stands in a letter and on a screen."""
    if value in (None, ""):
        return "-"
    if field.type is FieldType.DATE:
        return indonesian_date(date.fromisoformat(str(value)))
    if field.type is FieldType.RUPIAH:
        return rupiah(int(str(value)))
    if field.type is FieldType.BOOLEAN:
        return "Ya" if value == "ya" else "Tidak"
    return next((c.label for c in field.choices if c.value == value), str(value))
