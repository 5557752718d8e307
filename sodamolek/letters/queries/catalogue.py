"""The kinds of letters in force, and the search among them."""

from sodamolek.letters.models import LetterKind


def kind_in_force(code: str) -> LetterKind | None:
    """The version of a kind that new requests use; `code` in any case."""
    return LetterKind.objects.filter(code=code.upper(), is_current=True).first()


def catalogue(words: str = "") -> list[LetterKind]:
    """Kinds in force; with `words`, those that fit, best first. People search by purpose: "beasiswa"."""
    kinds = list(LetterKind.objects.filter(is_current=True).order_by("name"))
    terms = words.casefold().split()[:10]
    if not terms:
        return kinds
    scored = [(_score(kind, terms), kind) for kind in kinds]
    return [kind for score, kind in sorted(scored, key=lambda pair: -pair[0]) if score]


def _score(kind: LetterKind, terms: list[str]) -> int:
    spec = kind.spec
    name = f"{kind.code} {kind.name}".casefold()
    keywords = " ".join(f"{p.label} {' '.join(p.keywords)}" for p in spec.purposes).casefold()
    rest = spec.summary.casefold()
    return sum(4 * (t in name) + 3 * (t in keywords) + (t in rest) for t in terms)


def series_in_use() -> set[str]:
    """The series of numbers that the kinds in force take from the offices' books."""
    return set(LetterKind.objects.filter(is_current=True).values_list("data__series", flat=True))
