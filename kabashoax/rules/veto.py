"""What makes two texts different claims although their words are alike.

A change of one thing leaves two traces: a word that came, and a word that is gone. So a question may say more than a
claim's title (with words of the claim's text) or less (without everyday words), but not both; names, places, numbers,
dates, negations and the order of names must agree. Whoever can't tell must not answer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kabashoax.rules.likeness import Words, is_familiar, same
from kabashoax.rules.wording import content, stem, stems, vocabulary, words

NUMBER, DATE, NEGATION, NAME, ORDER = "number", "date", "negation", "name", "order"
_CHANGED_PLACES = 3
_WORDS_PER_OMISSION = 6
# Words of the text that are the claim; what follows in a long post tells other things, its refutation among them.
_CLAIM = 40
_BARE_NEGATIONS = frozenset({"tidak", "bukan", "belum", "jangan", "tanpa", "batal", "gagal", "urung"})

_NOBODY = frozenset({"di", "ke", "dari", "pada", "sampai", "mulai", "lagi", "setiap", "tiap", "karena", ""})
_WAYS = frozenset({"ke", "dari", "menuju", "sampai", "oleh"})


def differences(question: str, title: str, body: str) -> tuple[str, ...]:
    """Kinds of difference between what is asked and a claim (its canonical title and text); empty when none speaks
    against their being one."""
    asked, told, text = list(content(question)), title.split(), body.split()[:_CLAIM]
    asked, told = _rejoined(asked, told), _rejoined(told, asked)
    found = []
    if _other_numbers(asked, told, text):
        found.append(NUMBER)
    if _dates(asked) - _dates([*told, *text]) or _dates(told) - _dates(asked):
        found.append(DATE)
    if _negations(asked) != _negations(told) or _opposed(asked, told):
        found.append(NEGATION)
    if _other_words(asked, told, text):
        found.append(NAME)
    said = words(question)
    if _inverted(asked, told) or _voice_turned(said, told) or _way_turned(said, told):
        found.append(ORDER)
    return tuple(found)


def _rejoined(tokens: Sequence[str], others: Sequence[str]) -> list[str]:
    """`tokens` with two written as one where `others` have them so: El Tari and Eltari."""
    found: list[str] = []
    for token in tokens:
        if found and found[-1] + token in others:
            found[-1] += token
        else:
            found.append(token)
    return found


def _numbers(tokens: Iterable[str]) -> set[str]:
    return {token for token in tokens if token[:1].isdigit()}


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20")


def _other_numbers(asked: Sequence[str], told: Sequence[str], text: Sequence[str]) -> bool:
    """Another number, or another thing counted. A year may be left unsaid; the text's numbers count only for a title
    without any."""
    said, titled = _numbers(asked), _numbers(told)
    known = titled if any(not _is_year(n) for n in titled) else titled | _numbers(text)
    missing = titled - said
    if said - known or any(not _is_year(n) for n in missing) or (missing and any(_is_year(n) for n in said)):
        return True
    return _recounted(_counted(asked), _counted(told))


def _recounted(asked: dict[str, set[str]], told: dict[str, set[str]]) -> bool:
    """Three guru and five siswa are not five guru and three siswa."""
    for number, things in asked.items():
        for other, meant in told.items():
            if other != number and any(Words(meant).has(w) and not Words(told.get(number, ())).has(w) for w in things):
                return True
    return False


def _counted(tokens: Sequence[str]) -> dict[str, set[str]]:
    """What stands directly after each number."""
    found: dict[str, set[str]] = {}
    for number, thing in pairwise([*tokens, ""]):
        if number[:1].isdigit() and not _is_year(number) and thing and not thing[:1].isdigit():
            found.setdefault(number, set()).add(thing)
    return found


def _dates(tokens: Iterable[str]) -> set[str]:
    names = {*vocabulary()["months"], *vocabulary()["weekdays"]}
    return {token for token in tokens if token in names}


def _negations(tokens: Iterable[str]) -> int:
    return sum(bool(stems(token) & vocabulary()["negations"]) for token in tokens)


def _opposed(asked: Iterable[str], title: Iterable[str]) -> bool:
    """One says "naik" and the other "turun"."""
    asked_stems, title_stems = _forms(asked), _forms(title)
    for left, right in vocabulary()["opposites"]:
        for one, other in ((left, right), (right, left)):
            if one in asked_stems and other in title_stems and one not in title_stems and other not in asked_stems:
                return True
    return False


def _forms(tokens: Iterable[str]) -> set[str]:
    return {root for w in tokens for root in stems(w)}


def _other_words(asked: Sequence[str], told: Sequence[str], text: Sequence[str]) -> bool:
    """A word that the claim has in no spelling, or one in the place of another, or something decisive left out."""
    came, gone = _came(asked, told), _gone(asked, told)
    known = Words([*told, *text])
    if any(not known.has(w) or w in vocabulary()["modifiers"] for w in came) or (came and gone):
        return True
    missed = [(before, w) for before, w in gone if w not in vocabulary()["omittable"]]
    if any(_is_decisive(w) or (before[:1].isdigit() and not _is_year(before)) for before, w in missed):
        return True
    return len(missed) > len(told) // _WORDS_PER_OMISSION


def _came(asked: Sequence[str], told: Sequence[str]) -> list[str]:
    """Words of the question that the title does not have, or not so often."""
    titled, told_apart = Words(told), _BARE_NEGATIONS | _dates(asked) | _numbers(asked)
    found, said = [], Counter[str]()
    for word in asked:
        if word in told_apart:
            continue
        here = titled.place_of(word)
        if here is not None:
            said[here] += 1
        if here is None or said[here] > told.count(here):
            found.append(word)
    return found


def _gone(asked: Sequence[str], told: Sequence[str]) -> list[tuple[str, str]]:
    """Words of the title that the question does not have, each with the one before it."""
    said, told_apart = Words(asked), _BARE_NEGATIONS | _dates(told) | _numbers(told)
    return [(before, w) for before, w in pairwise(["", *told]) if w not in told_apart and not said.has(w)]


def _is_decisive(word: str) -> bool:
    """A word without which the claim is another one."""
    lists = vocabulary()
    return (
        word in lists["modifiers"]
        or word in lists["places"]
        or word in lists["counted"]
        or _is_deed(word)
        or not is_familiar(word)
    )


def _is_deed(word: str) -> bool:
    """ "dirampas", "menyerang": what was done."""
    return word.startswith(("me", "di", "ter")) and stem(word) != word


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
