"""Who did what to whom, and which way: the same words in another order, or in the other voice."""

from collections.abc import Sequence
from itertools import pairwise

from kabashoax.rules.likeness import Words, is_familiar, same
from kabashoax.rules.wording import stem, stems, vocabulary

_CHANGED_PLACES = 3
_NOBODY = frozenset({"di", "ke", "dari", "pada", "sampai", "mulai", "lagi", "setiap", "tiap", "karena", ""})
_WAYS = frozenset({"ke", "dari", "menuju", "sampai", "oleh"})


def is_turned(asked: Sequence[str], title: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a question (its content, and `said`: every word of it) has the title's words the other way round."""
    return _inverted(asked, title) or _voice_turned(said, title) or _way_turned(said, title)


def _inverted(asked: Sequence[str], title: Sequence[str]) -> bool:
    """Who did it to whom: two that changed places around a third word, or active against passive. Parts that only
    moved ("di Kupang" to the front) do no harm."""
    return _rising([-place for place in _places(asked, title)]) >= _CHANGED_PLACES or any(
        _turned(w, t) for w in asked for t in title
    )


def _places(asked: Sequence[str], title: Sequence[str]) -> list[int]:
    """Where the words of the question stand in the title; what is said again is looked for further on."""
    titled = Words(title)
    waiting: dict[str, list[int]] = {}
    for place, word in enumerate(title):
        waiting.setdefault(word, []).append(place)
    found = [titled.place_of(w) for w in asked]
    return [waiting[word].pop(0) for word in found if word is not None and waiting[word]]


def _turned(one: str, other: str) -> bool:
    """ "diserang" against "menyerang"."""
    voices = {one[:2], other[:2]}
    return voices == {"di", "me"} and same(stem(one), stem(other))


def _voice_turned(said: Sequence[str], title: Sequence[str]) -> bool:
    """The same one does it here and suffers it there: "israel serang iran", "israel diserang iran". Where nobody
    follows whom it could be done to ("beras jual di pasar"), the bare word means the passive one."""
    deeds = [(stems(who), stems(deed), deed.startswith("di")) for who, deed in pairwise(title)]
    for who, deed, after in zip(said, said[1:], [*said[2:], ""], strict=False):
        if after in _NOBODY or after[:1].isdigit():
            continue
        done, doer, own = deed.startswith("di"), stems(who), stems(deed)
        if any(doer & others and own & done_so and suffered != done for others, done_so, suffered in deeds):
            return True
    return False


def _way_turned(said: Sequence[str], title: Sequence[str]) -> bool:
    """From Rote to Kupang is not from Kupang to Rote."""
    names = Words(w for w in title if not w[:1].isdigit() and (not is_familiar(w) or w in vocabulary()["places"]))
    met = [(before, names.place_of(word)) for before, word in pairwise(["", *said])]
    order = [(before, title.index(name)) for before, name in met if name is not None]
    return any(
        place > later and {before, preposition} & _WAYS for (before, place), (preposition, later) in pairwise(order)
    )


def _rising(places: list[int]) -> int:
    """Length of the longest rising run with gaps."""
    ends: list[int] = []
    for place in places:
        at = next((i for i, end in enumerate(ends) if end >= place), len(ends))
        ends[at : at + 1] = [place]
    return len(ends)
