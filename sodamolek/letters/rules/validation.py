"""Whether a kind of letter makes sense as a whole; each refusal names the file and the field."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from core.accounts.rules import Role
from core.documents.rules import check_pattern
from sodamolek.letters.rules.loading import SchemaError, build
from sodamolek.letters.rules.schema import (
    Classification,
    Condition,
    Declaration,
    FieldSpec,
    FieldType,
    KindSpec,
    OfficeLevel,
    RequirementSpec,
    Wording,
)
from sodamolek.letters.rules.wording import BUILT_IN, placeholders, quotable
from sodamolek.letters.workflow import SIGNERS

KEY = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
CODE = re.compile(r"^[A-Z][A-Z0-9]{1,7}$")
# Attributes of a resident that may fill a field; the NIK is never asked, the letter takes it from the register's row.
PREFILLS = frozenset(
    {
        "name", "birth_place", "birth_date", "sex", "religion", "marital_status", "occupation", "nationality",
        "address", "rt", "rw", "registered_address",
    }
)  # fmt: skip


def kind_from(data: object, place: str) -> KindSpec:
    """The validated kind in `data`; raises SchemaError that begins with `place` (the file's name)."""
    spec = build(KindSpec, data, place)
    if not CODE.match(spec.code):
        raise SchemaError(f"{place}.code", "2 sampai 8 huruf besar atau angka, diawali huruf")
    for name in ("fields", "requirements", "classifications", "signers", "purposes"):
        if not getattr(spec, name):
            raise SchemaError(f"{place}.{name}", "tidak boleh kosong")
    _check_keys([f.key for f in spec.fields], f"{place}.fields")
    _check_keys([r.key for r in spec.requirements], f"{place}.requirements")
    for i, field in enumerate(spec.fields):
        _check_field(field, spec.fields[:i], f"{place}.fields[{i}]")
    for i, requirement in enumerate(spec.requirements):
        _check_requirement(requirement, spec, f"{place}.requirements[{i}]")
    if (spec.office_level is OfficeLevel.DINAS) != bool(spec.office):
        raise SchemaError(f"{place}.office", "kode kantor harus ada untuk jenis dinas, dan hanya untuk itu")
    if spec.field(spec.subject) is None:
        raise SchemaError(f"{place}.subject", f"“{spec.subject}” bukan isian jenis ini")
    _check_signers(spec, place)
    _check_classifications(spec.classifications, f"{place}.classifications")
    _check_standard(spec, place)
    _check_number(spec.number_pattern, f"{place}.number_pattern")
    _check_wording(spec, place)
    return spec


def _check_keys(keys: list[str], place: str, reserved: frozenset[str] = BUILT_IN) -> None:
    for i, key in enumerate(keys):
        if not KEY.match(key):
            raise SchemaError(f"{place}[{i}].key", f"“{key}” harus huruf kecil, angka dan garis bawah")
        if key in keys[:i]:
            raise SchemaError(f"{place}[{i}].key", f"“{key}” sudah dipakai")
        if key in reserved:
            raise SchemaError(f"{place}[{i}].key", f"“{key}” nama bawaan, pakai nama lain")


def _check_field(field: FieldSpec, earlier: Iterable[FieldSpec], place: str) -> None:
    if (field.type is FieldType.CHOICE) != bool(field.choices):
        raise SchemaError(f"{place}.choices", "harus ada untuk jenis choice, dan hanya untuk itu")
    if (field.type is FieldType.ROWS) != bool(field.columns):
        raise SchemaError(f"{place}.columns", "harus ada untuk jenis rows, dan hanya untuk itu")
    _check_keys([c.key for c in field.columns], f"{place}.columns", frozenset())
    for i, column in enumerate(field.columns):
        if column.type is FieldType.ROWS or column.prefill or column.condition:
            raise SchemaError(f"{place}.columns[{i}]", "kolom tidak boleh berisi daftar, prefill, atau condition")
        _check_field(column, (), f"{place}.columns[{i}]")
    if field.min is not None and field.max is not None and field.min > field.max:
        raise SchemaError(f"{place}.min", "lebih besar daripada max")
    if field.prefill and field.prefill not in PREFILLS:
        raise SchemaError(
            f"{place}.prefill", f"“{field.prefill}” tidak dikenal; pilih dari {', '.join(sorted(PREFILLS))}"
        )
    if field.verified_by_register and not field.prefill:
        raise SchemaError(f"{place}.verified_by_register", "perlu prefill")
    if field.condition:
        _check_condition(field.condition, earlier, f"{place}.condition")


def _check_requirement(requirement: RequirementSpec, spec: KindSpec, place: str) -> None:
    if not 1 <= requirement.pages <= 10:
        raise SchemaError(f"{place}.pages", "antara 1 dan 10")
    if requirement.condition:
        _check_condition(requirement.condition, spec.fields, f"{place}.condition")
    if requirement.declaration and spec.declaration(requirement.declaration) is None:
        raise SchemaError(f"{place}.declaration", f"“{requirement.declaration}” bukan pernyataan jenis ini")


def _check_condition(condition: Condition, fields: Iterable[FieldSpec], place: str) -> None:
    field = next((f for f in fields if f.key == condition.field), None)
    if field is None:
        raise SchemaError(f"{place}.field", f"“{condition.field}” bukan isian sebelumnya")
    allowed = {c.value for c in field.choices} if field.type is FieldType.CHOICE else {"ya", "tidak"}
    for i, value in enumerate(condition.values):
        if value not in allowed:
            raise SchemaError(f"{place}.values[{i}]", f"“{value}” bukan pilihan dari {condition.field}")


def _check_signers(spec: KindSpec, place: str) -> None:
    """One signs at the office and at most the camat above signs beside; a third signature would be lost silently."""
    for i, role in enumerate(spec.signers):
        if role not in SIGNERS:
            raise SchemaError(f"{place}.signers[{i}]", f"“{role}” tidak menandatangani surat; paraf diatur per kantor")
    for i, role in enumerate(spec.countersigners):
        where = f"{place}.countersigners[{i}]"
        if i > 0:
            raise SchemaError(where, "paling banyak satu pejabat ikut menandatangani (“Mengetahui”)")
        if role is not Role.CAMAT or spec.office_level is not OfficeLevel.KELURAHAN:
            raise SchemaError(where, "hanya camat yang ikut menandatangani, dan hanya pada surat kelurahan")


def _check_classifications(items: tuple[Classification, ...], place: str) -> None:
    for i, (earlier, later) in enumerate(pairwise(items)):
        if earlier.ends_on is None or earlier.ends_on + timedelta(days=1) != later.starts_on:
            raise SchemaError(f"{place}[{i}].ends_on", "harus sehari sebelum kode berikutnya mulai berlaku")
    if items[-1].ends_on is not None:
        raise SchemaError(f"{place}[{len(items) - 1}].ends_on", "kode terakhir tidak boleh berakhir")


def _check_standard(spec: KindSpec, place: str) -> None:
    if not 1 <= spec.standard.hours <= 1000:
        raise SchemaError(f"{place}.standard.hours", "antara 1 dan 1000 jam kerja")
    if spec.standard.fee < 0:
        raise SchemaError(f"{place}.standard.fee", "tidak boleh kurang dari 0")
    if spec.validity_months is not None and not 1 <= spec.validity_months <= 120:
        raise SchemaError(f"{place}.validity_months", "antara 1 dan 120 bulan")


def _check_number(pattern: str, place: str) -> None:
    try:
        check_pattern(pattern)
    except ValueError as error:
        raise SchemaError(place, str(error)) from None


def _texts(wording: Wording | Declaration) -> Iterator[tuple[str, str]]:
    yield "opening", wording.opening
    yield "closing", wording.closing
    for i, (_label, text) in enumerate(wording.rows):
        yield f"rows[{i}]", text
    for i, section in enumerate(wording.sections):
        yield f"sections[{i}].lead", section.lead
        for j, (_label, text) in enumerate(section.rows):
            yield f"sections[{i}].rows[{j}]", text
    for i, text in enumerate(wording.paragraphs):
        yield f"paragraphs[{i}]", text


def _check_wording(spec: KindSpec, place: str) -> None:
    dates = {f.key for f in spec.fields if f.type is FieldType.DATE}
    for i, age in enumerate(spec.wording.ages):
        if not KEY.match(age.key) or age.key in {f.key for f in spec.fields} | BUILT_IN:
            raise SchemaError(f"{place}.wording.ages[{i}].key", f"“{age.key}” tidak dapat dipakai")
        if not {age.born, age.on or age.born} <= dates:
            raise SchemaError(f"{place}.wording.ages[{i}]", "born dan on harus isian tanggal")
    _check_texts(spec, spec.wording, f"{place}.wording")
    _check_keys([d.key for d in spec.declarations], f"{place}.declarations")
    for i, declaration in enumerate(spec.declarations):
        where = f"{place}.declarations[{i}]"
        _check_texts(spec, declaration, where)
        for name in ("signed_by", "cosigned_by"):
            if (key := getattr(declaration, name)) and spec.field(key) is None:
                raise SchemaError(f"{where}.{name}", f"“{key}” bukan isian jenis ini")
        if declaration.signers_table:
            _check_list(spec, declaration.signers_table, f"{where}.signers_table")


def _check_texts(spec: KindSpec, wording: Wording | Declaration, place: str) -> None:
    known = quotable(spec)
    for where, text in _texts(wording):
        for name in placeholders(text):
            if name not in known:
                raise SchemaError(f"{place}.{where}", f"{{{name}}} bukan isian maupun nama bawaan")
    for i, section in enumerate(wording.sections):
        if section.table:
            _check_list(spec, section.table, f"{place}.sections[{i}].table")


def _check_list(spec: KindSpec, key: str, place: str) -> None:
    field = spec.field(key)
    if field is None or field.type is not FieldType.ROWS:
        raise SchemaError(place, f"“{key}” bukan isian berupa daftar")
