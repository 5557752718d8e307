"""Whether something stands in the place of a word of the title that a question leaves out.

"Jatuh jurang" for "jatuh ke dalam jurang" leaves a word out; "saat gempa" for "usai gempa" puts another in its place,
although "saat" alone says nothing. Looked at are all words as they were typed, the small ones too.
"""

from collections.abc import Container, Sequence

from kabashoax.rules.likeness import Words
from kabashoax.rules.wording import vocabulary


def replaced(gone: Sequence[int], title: Sequence[str], said: Sequence[str], names: Container[str]) -> bool:
    """Whether `said` (every word of the question) has a word where one of the title's words at `gone` would stand; for
    a part of one of `names` even a preposition is such a word."""
    if not gone:
        return False
    spoken, titled = Words(said), Words(title)
    found = [spoken.place_of(word) for word in title]
    places = [[at for at, word in enumerate(said) if word == one] if one else [] for one in found]
    return any(
        _stands(word, titled, at_edge, is_name=title[at] in names)
        for at in gone
        for word, at_edge in _between(at, places, said)
    )


def _between(at: int, places: Sequence[Sequence[int]], said: Sequence[str]) -> list[tuple[str, bool]]:
    """The words of `said` between those that stand around the title's word at `at`; of an edge the nearest one."""
    left = next((here for here in reversed(places[:at]) if here), [-1])
    right = next((here for here in places[at + 1 :] if here), [len(said)])
    pairs = [(end - start, start, end) for start in left for end in right if start < end]
    if not pairs:  # the parts changed places
        beside = {start + 1 for start in left} | {end - 1 for end in right}
        return [(said[n], False) for n in sorted(beside) if 0 <= n < len(said)]
    _width, start, end = min(pairs)
    inside = said[start + 1 : end]
    if start == -1:
        return [(word, True) for word in inside[-1:]]
    return [(word, end == len(said)) for word in (inside[:1] if end == len(said) else inside)]


def _stands(word: str, titled: Words, at_edge: bool, *, is_name: bool) -> bool:
    lists = vocabulary()
    return not (
        (word in lists["grammar"] and (at_edge or not is_name))
        or (at_edge and word in lists["chat"])
        or titled.has(word)
    )
