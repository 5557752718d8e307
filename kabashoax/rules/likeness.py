"""Whether two words are one word, spelled or inflected in another way, and whether a word may be a name.

A name is compared strictly, an everyday word loosely: "manangis" is "menangis", but Suryani is not Suryadi.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from kabashoax.rules.wording import DATA, sound, stem, stems, vocabulary

_SHORT = 5  # letters under which every letter counts: Dewi is not Dawi
_LOOSE = 6  # letters from which one wrong letter is taken for a slip
_VOWELS = frozenset("aeiou")
# A prefix and the letter of the root that it swallows.
_SWALLOWED = (("meny", "s"), ("peny", "s"), ("meng", "k"), ("peng", "k"), ("mem", "p"), ("pem", "p"), ("men", "t"),
              ("pen", "t"))  # fmt: skip


@cache
def familiar_roots() -> frozenset[str]:
    """Roots of everyday words (data/familiar.txt)."""
    lines = DATA.with_name("familiar.txt").read_text().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=20_000)
def is_familiar(word: str) -> bool:
    """Whether `word` is an everyday word in some form; what is not may be a name."""
    roots = familiar_roots()
    forms = stems(word)
    if forms & roots:
        return True
    restored = {letter + form[len(p) :] for form in forms for p, letter in _SWALLOWED if form.startswith(p)}
    return any(stems(form) & roots for form in restored if len(form) > 3) or any(stems(f) & roots for f in forms)


class Words:
    """The words of a text, to be asked whether another word is among them."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        self.exact = frozenset(self.tokens)
        self._root_of = {root: w for w in self.tokens for root in stems(w)}

    def has(self, word: str) -> bool:
        """Whether `word` is among them in any spelling or form."""
        return self.place_of(word) is not None

    def place_of(self, word: str) -> str | None:
        """The word that `word` is, as it stands here."""
        if word in self.exact:
            return word
        if word[:1].isdigit() or word in vocabulary()["places"] or word in vocabulary()["modifiers"]:
            return None  # Timor is not Timur
        return self._by_root(word) or self._by_synonym(word)

    def _by_root(self, word: str) -> str | None:
        own = stems(word)
        met = next((self._root_of[root] for root in sorted(own) if root in self._root_of), None)
        if met is not None and (is_familiar(word) or is_familiar(met) or met == word):
            return met
        return next((known for known in self.tokens if _respelled(word, known)), None)

    def _by_synonym(self, word: str) -> str | None:
        own = stems(word)
        for group in vocabulary()["synonyms"]:
            if own & group:
                return next((self._root_of[root] for root in sorted(group) if root in self._root_of), None)
        return None


def _respelled(word: str, known: str) -> bool:
    if known[:1].isdigit() or known in vocabulary()["places"]:
        return False
    everyday = is_familiar(word) + is_familiar(known)
    if everyday == 0:
        return slipped(word, known)
    if everyday == 2:
        return _swallowed(stem(word), stem(known))  # "senang" is not a slip of "menang"
    return same(stem(word), stem(known)) or same(word, known)


def same(one: str, other: str) -> bool:
    """Whether two stems of everyday words are one: a swallowed letter, the same sound, or a slip of one letter."""
    if min(len(one), len(other)) < _SHORT:
        return one == other
    if one == other or _swallowed(one, other) or sound(one) == sound(other):
        return True
    return min(len(one), len(other)) >= _LOOSE and one[0] == other[0] and _one_slip(one, other)


def _swallowed(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORT - 1 and (one[1:] == other or other[1:] == one)


def slipped(typed: str, name: str) -> bool:
    """Whether `typed` is `name` with letters doubled or turned, or a vowel left out inside; another letter is another
    name."""
    if min(len(typed), len(name)) < _SHORT or typed[0] != name[0] or typed[-1] != name[-1]:
        return False
    if _undoubled(typed) == _undoubled(name):
        return True
    if len(typed) + 1 == len(name) and len(name) >= _LOOSE:
        # "prabwo", but Maria is not Marina.
        return any(
            name[at] in _VOWELS and not {name[at - 1], name[at + 1]} & _VOWELS and name[:at] + name[at + 1 :] == typed
            for at in range(1, len(name) - 1)
        )
    turned = [at for at in range(min(len(typed), len(name))) if typed[at] != name[at]]
    return (
        len(typed) == len(name)
        and len(turned) == 2
        and typed[turned[0]] == name[turned[1]]
        and typed[turned[1]] == name[turned[0]]
        and turned[1] - turned[0] == 1
    )


def _undoubled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def _one_slip(one: str, other: str) -> bool:
    """At most one letter more or less, not at the end; another letter makes another word: jantung, jagung."""
    if abs(len(one) - len(other)) != 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return bool(left and right) and (left[1:] == right or left == right[1:])
