"""Numbers and dates of a question and of a claim."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kabashoax.rules.likeness import Words
from kabashoax.rules.wording import vocabulary


def numbers(tokens: Iterable[str]) -> set[str]:
    return {token for token in tokens if token[:1].isdigit()}


def is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def other_numbers(asked: Sequence[str], told: Sequence[str], text: Sequence[str]) -> bool:
    """Another number, or another thing counted. A year may be left unsaid; the text's numbers count only for a title
    without any."""
    said, titled = numbers(asked), numbers(told)
    known = titled if any(not is_year(n) for n in titled) else titled | numbers(text)
    missing = titled - said
    if said - known or any(not is_year(n) for n in missing) or (missing and any(is_year(n) for n in said)):
        return True
    return _exchanged(asked, told) or _recounted(_counted(asked), _counted(told))


def _recounted(asked: dict[str, set[str]], told: dict[str, set[str]]) -> bool:
    """Three guru and five siswa are not five guru and three siswa."""
    for number, things in asked.items():
        for other, meant in told.items():
            if other != number and any(Words(meant).has(w) and not Words(told.get(number, ())).has(w) for w in things):
                return True
    return False


def _exchanged(asked: Sequence[str], told: Sequence[str]) -> bool:
    """From 5 to 10 is not from 10 to 5. The numbers of a date may stand anywhere."""
    said, titled = _in_order(asked), _in_order(told)
    both = set(said) & set(titled)
    return [n for n in said if n in both] != [n for n in titled if n in both]


def _in_order(tokens: Sequence[str]) -> list[str]:
    months = vocabulary()["months"]
    found = (n for n, after in pairwise([*tokens, ""]) if n[:1].isdigit() and not is_year(n) and after not in months)
    return list(dict.fromkeys(found))


def _counted(tokens: Sequence[str]) -> dict[str, set[str]]:
    """What stands directly after each number."""
    found: dict[str, set[str]] = {}
    for number, thing in pairwise([*tokens, ""]):
        if number[:1].isdigit() and not is_year(number) and thing and not thing[:1].isdigit():
            found.setdefault(number, set()).add(thing)
    return found


def dates(tokens: Iterable[str]) -> set[str]:
    names = {*vocabulary()["months"], *vocabulary()["weekdays"]}
    return {token for token in tokens if token in names}
