"""What makes two texts different claims although their words are alike."""

from collections.abc import Iterable

from kabashoax.rules.wording import content, sound, stem, stems, vocabulary, words

NUMBER, DATE, NEGATION, NAME, ORDER = "number", "date", "negation", "name", "order"
_SHORT = 5  # letters under which every letter counts: Dewi is not Dawi
_LOOSE = 6  # letters from which one wrong letter is taken for a slip
_INVERTED = 0.75
_WORDS_PER_OMISSION = 5
# Words of the text that are the claim; what follows in a long post tells other things, its refutation among them.
_CLAIM = 40


def differences(question: str, title: str, body: str) -> tuple[str, ...]:
    """Kinds of difference between what is asked and a claim; empty when nothing speaks against their being one.

    A word that the claim does not have may be another name or place: whoever can't tell must not answer.
    """
    asked, known = content(question), (*title.split(), *body.split()[:_CLAIM])
    found = []
    if _numbers(asked) - _numbers(known) or (_numbers(title.split()) - _numbers(asked)):
        found.append(NUMBER)
    if _dates(words(question)) - _dates(known) or (_dates(title.split()) - _dates(words(question))):
        found.append(DATE)
    if _negations(words(question)) != _negations(title.split()) or _opposed(words(question), title.split()):
        found.append(NEGATION)
    if _strange(asked, known) or _left_out(words(question), title.split()):
        found.append(NAME)
    if _inverted(asked, title.split()):
        found.append(ORDER)
    return tuple(found)


def _numbers(tokens: Iterable[str]) -> set[str]:
    return {token for token in tokens if token[:1].isdigit()}


def _dates(tokens: Iterable[str]) -> set[str]:
    names = {*vocabulary()["months"], *vocabulary()["weekdays"]}
    return {token for token in tokens if token in names}


def _negations(tokens: Iterable[str]) -> int:
    return sum(_is_negation(token) for token in tokens)


def _is_negation(token: str) -> bool:
    return token in vocabulary()["negations"]


def _opposed(asked: Iterable[str], title: Iterable[str]) -> bool:
    """One says "naik" and the other "turun"."""
    asked_stems, title_stems = {stem(w) for w in asked} | set(asked), {stem(w) for w in title} | set(title)
    for left, right in vocabulary()["opposites"]:
        for one, other in ((left, right), (right, left)):
            if one in asked_stems and other in title_stems and one not in title_stems and other not in asked_stems:
                return True
    return False


def _strange(asked: Iterable[str], known: Iterable[str]) -> bool:
    """A word of the question that the claim has in no spelling; numbers, dates and negations are told apart above."""
    known_words = set(known)
    roots = _roots(known_words)
    told_apart = vocabulary()["negations"] | _dates(asked) | _numbers(asked)
    return any(w not in told_apart and not _has(w, known_words, roots) for w in asked)


def _left_out(asked: Iterable[str], title: Iterable[str]) -> bool:
    """The claim is about somebody's wife and the question about that somebody, or it says much more."""
    said, told = set(asked), list(title)
    roots = _roots(said)
    gone = [w for w in told if not _has(w, said, roots)]
    decisive = vocabulary()["modifiers"] | vocabulary()["places"]
    return any(w in decisive for w in gone) or len(gone) > len(told) // _WORDS_PER_OMISSION


def _roots(tokens: Iterable[str]) -> set[str]:
    return {root for w in tokens for root in stems(w)}


def _has(word: str, known: set[str], roots: set[str]) -> bool:
    if word in known:
        return True
    if word in vocabulary()["places"]:
        return False  # Timor is not Timur
    own = stems(word)
    if own & roots or any(same(stem(word), other) for other in roots):
        return True
    return any(own & set(group) and roots & set(group) for group in vocabulary()["synonyms"])


def same(one: str, other: str) -> bool:
    """Whether two stems are one word: a prefix has swallowed a letter, or a slip of one letter in a long word."""
    if min(len(one), len(other)) < _SHORT:
        return one == other
    if one == other or one[1:] == other or other[1:] == one or sound(one) == sound(other):
        return True
    return min(len(one), len(other)) >= _LOOSE and one[0] == other[0] and _one_slip(one, other)


def _one_slip(one: str, other: str) -> bool:
    """At most one letter more, less or other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if left[1:] == right[1:]:
        return len(left) > 1  # Susanto is not Susanti
    return left[1:] == right or left == right[1:]


def _inverted(asked: Iterable[str], title: Iterable[str]) -> bool:
    """Who did it to whom: shared words in another order, or active against passive."""
    places = {stem(w): place for place, w in reversed(list(enumerate(title)))}
    spoken = [places[stem(w)] for w in asked if stem(w) in places]
    if len(spoken) > 2 and _rising(spoken) / len(spoken) < _INVERTED:
        return True
    told = list(title)
    return any(_turned(w, t) for w in asked for t in told)


def _turned(one: str, other: str) -> bool:
    """ "diserang" against "menyerang"."""
    voices = {one[:2], other[:2]}
    return voices == {"di", "me"} and same(stem(one), stem(other))


def _rising(places: list[int]) -> int:
    """Length of the longest rising run with gaps."""
    ends: list[int] = []
    for place in places:
        at = next((i for i, end in enumerate(ends) if end >= place), len(ends))
        ends[at : at + 1] = [place]
    return len(ends)
