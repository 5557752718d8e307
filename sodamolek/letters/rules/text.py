"""A kind's wording with one request's values: what a letter, or a paper to be signed, says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sodamolek.letters.rules.schema import Declaration, FieldSpec, FieldType, KindSpec, Section, Wording
from sodamolek.letters.rules.wording import (
    DAYS,
    IN_WORDS,
    WITH_DAY,
    WITHIN,
    fill,
    full_years,
    in_words,
    placeholders,
    printed,
    rows_of,
)

# Where a paper to be printed has no answer yet: room to write it by hand.
BLANK = "." * 40


@dataclass(frozen=True)
class Part:
    """One section of a text, filled in."""

    lead: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Text:
    opening: str
    rows: tuple[tuple[str, str], ...]
    sections: tuple[Part, ...]
    paragraphs: tuple[str, ...]
    closing: str


def texts_of(spec: KindSpec, values: Mapping[str, str], today: date) -> dict[str, str]:
    """What each placeholder stands for; one without an answer is missing."""
    texts: dict[str, str] = {}
    for field in spec.fields:
        value = values.get(field.key)
        if not value:
            continue
        texts[field.key] = printed(field, value)
        if field.type is FieldType.DATE:
            weekday = DAYS[date.fromisoformat(value).weekday()]
            texts[f"{field.key}{WITH_DAY}"] = f"{weekday}, {texts[field.key]}"
        if field.type is FieldType.RUPIAH:
            texts[f"{field.key}{IN_WORDS}"] = f"{texts[field.key]} ({in_words(int(value))} rupiah)"
        if field.type is FieldType.CHOICE:
            texts[f"{field.key}{WITHIN}"] = texts[field.key][0].lower() + texts[field.key][1:]
    for age in spec.wording.ages:
        born, on = values.get(age.born), values.get(age.on) if age.on else today.isoformat()
        if born and on:
            texts[age.key] = str(full_years(date.fromisoformat(born), date.fromisoformat(on)))
    return texts


def compose(
    spec: KindSpec,
    wording: Wording | Declaration,
    texts: Mapping[str, str],
    values: Mapping[str, str],
    *,
    gap: str = "",
) -> Text:
    """`wording` filled in. Without `gap` a row, section or paragraph that quotes a missing answer is left out;
    with it the gap stands there instead."""
    return Text(
        opening=fill(wording.opening, texts, gap),
        rows=_rows(wording.rows, texts, gap),
        sections=tuple(filter(None, (_part(spec, section, texts, values, gap) for section in wording.sections))),
        paragraphs=tuple(fill(p, texts, gap) for p in wording.paragraphs if gap or _complete(p, texts)),
        closing=fill(wording.closing, texts, gap),
    )


def _complete(text: str, texts: Mapping[str, str]) -> bool:
    return all(name in texts for name in placeholders(text))


def _rows(rows: Iterable[tuple[str, str]], texts: Mapping[str, str], gap: str) -> tuple[tuple[str, str], ...]:
    return tuple((label, fill(text, texts, gap)) for label, text in rows if gap or _complete(text, texts))


def _part(
    spec: KindSpec, section: Section, texts: Mapping[str, str], values: Mapping[str, str], gap: str
) -> Part | None:
    rows = _rows(section.rows, texts, gap)
    field = spec.field(section.table) if section.table else None
    table = _table(field, values.get(section.table, ""), gap) if field else ()
    promised = bool(section.rows or section.table)
    if (promised and not rows and not table) or not (gap or _complete(section.lead, texts)):
        return None
    columns = tuple(c.label for c in field.columns) if field and table else ()
    return Part(fill(section.lead, texts, gap), rows, columns, table)


def _table(field: FieldSpec, value: str, gap: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a list; on a paper to be printed as many empty ones as it must have."""
    found = tuple(
        tuple(printed(c, row[c.key]) if row.get(c.key) else "-" for c in field.columns) for row in rows_of(value)
    )
    if found or not gap:
        return found
    return tuple(("",) * len(field.columns) for _ in range(max(field.min or 1, 3)))
