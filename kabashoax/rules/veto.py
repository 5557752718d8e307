"""What makes two texts different claims although their words are alike.

A change of one thing leaves two traces: a word that came, and a word that is gone. So a question may say more than a
claim's title (with words of the claim's text) or less (without everyday words), but not both; names, places, numbers,
dates, negations and the order of names must agree. Whoever can't tell must not answer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kabashoax.rules.counting import dates, is_year, numbers, other_numbers
from kabashoax.rules.gaps import replaced
from kabashoax.rules.likeness import Words, is_familiar
from kabashoax.rules.order import is_turned
from kabashoax.rules.wording import content, stem, stems, vocabulary, words

NUMBER, DATE, NEGATION, NAME, ORDER = "number", "date", "negation", "name", "order"
_WORDS_PER_OMISSION, _MOST_OMITTED = 7, 1
_LONGEST_NAME = 3
# Words of the text that are the claim; what follows in a long post tells other things, its refutation among them.
_CLAIM = 40
_BARE_NEGATIONS = frozenset({"tidak", "bukan", "belum", "jangan", "tanpa", "batal", "gagal", "urung"})


def differences(question: str, title: str, body: str) -> tuple[str, ...]:
    """Kinds of difference between what is asked and a claim (its canonical title and text); empty when none speaks
    against their being one."""
    asked, told, text = list(content(question)), title.split(), body.split()[:_CLAIM]
    asked, told = _rejoined(asked, told), _rejoined(told, asked)
    found = []
    if other_numbers(asked, told, text):
        found.append(NUMBER)
    if dates(asked) - dates([*told, *text]) or dates(told) - dates(asked):
        found.append(DATE)
    if _negations(asked) != _negations(told) or _opposed(asked, told):
        found.append(NEGATION)
    said = words(question)
    if _other_words(asked, told, text) or _is_something_replaced(asked, told, said):
        found.append(NAME)
    if is_turned(asked, told, said):
        found.append(ORDER)
    return tuple(found)


def may_mean(question: str, title: str, body: str) -> bool:
    """Whether a claim holds every word of `question`, be it in another order or among others: it could be the one."""
    told = [*title.split(), *body.split()[:_CLAIM]]
    known = Words(told)
    return all(known.has(word) for word in _rejoined(list(content(question)), told))


def _rejoined(tokens: Sequence[str], others: Sequence[str]) -> list[str]:
    """`tokens` with two written as one where `others` have them so: El Tari and Eltari."""
    found: list[str] = []
    for token in tokens:
        if found and found[-1] + token in others:
            found[-1] += token
        else:
            found.append(token)
    return found


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
    known, parts = Words([*told, *text]), _parts_of_names(asked, told)
    if any(not known.has(w) or w in vocabulary()["modifiers"] or _turns(w) for w in came):
        return True
    if came and (gone or _said_less_often(asked, told)):
        return True
    missed = [(before, w) for before, w in gone if not _may_be_left_out(w) and w not in parts]
    if any(_is_decisive(w) or (before[:1].isdigit() and not is_year(before)) for before, w in missed):
        return True
    return len(missed) > min(len(told) // _WORDS_PER_OMISSION, _MOST_OMITTED)


def _told_apart(tokens: Sequence[str]) -> frozenset[str]:
    """What rules of its own compare."""
    return _BARE_NEGATIONS | dates(tokens) | numbers(tokens)


def _came(asked: Sequence[str], told: Sequence[str]) -> list[str]:
    """Words of the question that the title does not have, or not so often."""
    titled, told_apart = Words(told), _told_apart(asked)
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


def _said_less_often(asked: Sequence[str], told: Sequence[str]) -> bool:
    titled = Words(told)
    said = Counter(titled.place_of(word) for word in asked)
    return any(said[word] < often for word, often in Counter(told).items() if often > 1 and not word[:1].isdigit())


def _gone(asked: Sequence[str], told: Sequence[str]) -> list[tuple[str, str]]:
    """Words of the title that the question does not have, each with the one before it."""
    said, told_apart = Words(asked), _told_apart(told)
    return [(before, w) for before, w in pairwise(["", *told]) if w not in told_apart and not said.has(w)]


def _is_something_replaced(asked: Sequence[str], told: Sequence[str], said: Sequence[str]) -> bool:
    spoken, told_apart = Words(asked), _told_apart(told)
    gone = [at for at, word in enumerate(told) if word not in told_apart and not spoken.has(word)]
    return replaced(gone, told, said, _parts_of_names(asked, told))


def _may_be_left_out(word: str) -> bool:
    return bool(stems(word) & vocabulary()["omittable"])


def _parts_of_names(asked: Sequence[str], told: Sequence[str]) -> frozenset[str]:
    """Words of names of several words of which another is said: Trump for Donald Trump."""
    said, found, run = Words(asked), set[str](), list[str]()
    for word in [*told, ""]:
        if word and _is_name(word):
            run.append(word)
            continue
        left_out = [w for w in run if not said.has(w) and stem(w) == w]
        if len(left_out) == 1 and 1 < len(run) <= _LONGEST_NAME:
            found |= {*left_out}
        run = []
    return frozenset(found)


def _is_name(word: str) -> bool:
    lists = vocabulary()
    is_known = is_familiar(word) or word in lists["places"] or word in lists["modifiers"] or dates([word])
    return not (is_known or word[:1].isdigit())


def _is_decisive(word: str) -> bool:
    """A word without which the claim is another one."""
    lists = vocabulary()
    return (
        word in lists["modifiers"]
        or word in lists["places"]
        or word in lists["counted"]
        or _is_deed(word)
        or _turns(word)
        or not is_familiar(word)
    )


def _turns(word: str) -> bool:
    """ "hampir", "mengancam": without it the rest would be told as a fact."""
    return bool(stems(word) & vocabulary()["turning"])


def _is_deed(word: str) -> bool:
    """ "dirampas", "menyerang": what was done."""
    return word.startswith(("me", "di", "ter")) and stem(word) != word
