"""The kinds of letters in force, and the search among them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sodamolek.letters.models import LetterKind
from sodamolek.letters.rules.search import Index, Match, build_index, search

_INDEXES: dict[tuple[str, ...], Index] = {}


def kind_in_force(code: str) -> LetterKind | None:
    """The version of a kind that new requests use; `code` in any case."""
    return LetterKind.objects.filter(code=code.upper(), is_current=True).first()


@dataclass(frozen=True)
class Found:
    """A kind that fits what was typed, with the reason in words, and how a typing fault was read."""

    kind: LetterKind
    reason: str = ""
    reading: str = ""


def catalogue(words: str = "") -> list[LetterKind]:
    """Kinds in force by name; with `words`, those that fit, best first."""
    return [found.kind for found in find_kinds(words)]


def find_kinds(words: str) -> list[Found]:
    """Kinds for a need in people's own words, typing faults and all; without words every kind, by name. One query."""
    kinds = _in_force()
    if not words.split():
        return [Found(kind) for kind in kinds]
    by_code = {kind.code: kind for kind in kinds}
    return [Found(by_code[m.code], _reason(m), _reading(m)) for m in search(_index(kinds), words)]


def _in_force() -> list[LetterKind]:
    """The current versions by name; what this process has read of their data once is not read again."""
    rows = LetterKind.objects.filter(is_current=True).order_by("name")
    kinds = list(rows.defer("data") if LetterKind.some_are_read() else rows)
    return kinds if all(kind.is_read for kind in kinds) else list(rows)


def _index(kinds: list[LetterKind]) -> Index:
    """Built once for each set of versions."""
    key = tuple(kind.checksum for kind in kinds)
    if key not in _INDEXES:
        _INDEXES.clear()
        _INDEXES[key] = build_index(kind.spec for kind in kinds)
    return _INDEXES[key]


def _reason(match: Match) -> str:
    return _("Untuk: %s.") % match.purpose if match.purpose else ""


def _reading(match: Match) -> str:
    said = _("“%(typed)s” kami baca “%(meant)s”.")
    return " ".join(said % {"typed": typed, "meant": meant} for typed, meant in match.read_as)


def series_in_use() -> set[str]:
    """The series of numbers that the kinds in force take from the offices' books."""
    return set(LetterKind.objects.filter(is_current=True).values_list("data__series", flat=True))
