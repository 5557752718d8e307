"""Finding a kind by what people need it for: "beasiswa" leads to the SKTM, also as "besiswa".

Pure and small: an index of a few hundred words is built once from the kinds, a search walks it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from sodamolek.letters.rules.schema import KindSpec

DATA = Path(__file__).resolve().parent.parent / "data" / "search.json"
MOST_WORDS = 10
# A name counts most, then a purpose, then the summary.
NAME, PURPOSE, SUMMARY = 5.0, 4.0, 1.0
# A keyword of one word is meant more than one word of several; earlier purposes and keywords more than later ones.
ALONE = 0.5
# How much a word that is only alike is worth.
BEGINNING, TYPO = 0.8, 0.6


@dataclass(frozen=True)
class Match:
    """A kind that fits, and why: the purpose that holds the word, "" when its name does."""

    code: str
    score: float
    purpose: str = ""
    # The words that were taken for others: ("besiswa", "beasiswa").
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass
class Index:
    """By word: what it is worth for each kind, and the purpose behind it."""

    words: dict[str, dict[str, tuple[float, str]]] = field(default_factory=dict)

    def add(self, text: str, code: str, weight: float, purpose: str = "") -> None:
        for word in _terms(text):
            worth = self.words.setdefault(word, {})
            if worth.get(code, (0.0, ""))[0] < weight:
                worth[code] = (weight, purpose)


@cache
def _lexicon() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    data = json.loads(DATA.read_text())
    return frozenset(data["noise"]), data["phrases"], data["words"]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def _meant(word: str) -> str:
    return _lexicon()[2].get(word, word)


def _terms(text: str) -> list[str]:
    """The words that carry meaning, each in the form by which it is found."""
    noise = _lexicon()[0]
    return [_meant(word) for word in _plain(text).split() if word not in noise and len(word) > 1]


def build_index(specs: Iterable[KindSpec]) -> Index:
    """The words of all kinds."""
    index = Index()
    for spec in specs:
        index.add(f"{spec.code} {spec.name}", spec.code, NAME)
        for place, purpose in enumerate(spec.purposes, start=1):
            for rank, keyword in enumerate(purpose.keywords, start=1):
                weight = PURPOSE + ALONE * (len(_terms(keyword)) == 1) + 0.3 / place + 0.2 / rank
                index.add(keyword, spec.code, weight, purpose.label)
            index.add(purpose.label, spec.code, PURPOSE - 1, purpose.label)
        index.add(spec.summary, spec.code, SUMMARY)
    return index


def search(index: Index, typed: str) -> list[Match]:
    """Kinds that fit, best first. A word that fits nothing is passed over, so that one more word never hides a kind."""
    found: dict[str, list[tuple[float, str]]] = {}
    read_as: dict[str, list[tuple[str, str]]] = {}
    for term in _wanted(typed):
        known, quality = _nearest(index, term)
        for code, (worth, purpose) in _merged(index, known).items():
            found.setdefault(code, []).append((worth * quality, purpose))
            if quality == TYPO:
                read_as.setdefault(code, []).append((term, known[0]))
    matches = [
        Match(code, sum(s for s, _p in hits), _reason(hits), tuple(read_as.get(code, ())))
        for code, hits in found.items()
    ]
    best = max((match.score for match in matches), default=0.0)
    # What shares one word of many with the summary only would bury the rest.
    return sorted((m for m in matches if m.score >= best * 0.35), key=lambda match: (-match.score, match.code))


def _wanted(typed: str) -> list[str]:
    text = f" {_plain(typed)} "
    for phrase, meaning in _lexicon()[1].items():
        text = text.replace(f" {phrase} ", f" {meaning} ")
    # Who types nothing but "surat" means just that.
    return (_terms(text) or text.split())[:MOST_WORDS]


def _reason(hits: list[tuple[float, str]]) -> str:
    return max(hits)[1]


def _merged(index: Index, words: list[str]) -> dict[str, tuple[float, str]]:
    merged: dict[str, tuple[float, str]] = {}
    for word in words:
        for code, worth in index.words[word].items():
            merged[code] = max(merged.get(code, (0.0, "")), worth)
    return merged


def _nearest(index: Index, term: str) -> tuple[list[str], float]:
    """The words of the index that `term` stands for, and how sure that is."""
    if term in index.words:
        return [term], 1.0
    stem = _stem(term)
    same = [word for word in index.words if _stem(word) == stem]
    if same:
        return same, 1.0
    if len(term) >= 3:
        beginning = [word for word in index.words if word.startswith(term)]
        if beginning:
            return beginning, BEGINNING
    allowed = 0 if len(term) < 4 else 1 if len(term) < 7 else 2
    # Most words are ruled out by their letters alone: a fault changes two of them at most.
    alike = [word for word in index.words if len(_letters(word) ^ _letters(term)) <= 2 * allowed]
    near = [(distance(term, word, allowed), word) for word in alike]
    near = [(gap, word) for gap, word in near if 0 < gap <= allowed]
    if not near:
        return [], 0.0
    least = min(near)[0]
    return [word for gap, word in near if gap == least], TYPO


PREFIXES = (
    "meng",
    "meny",
    "peng",
    "peny",
    "mem",
    "men",
    "pem",
    "pen",
    "ber",
    "ter",
    "per",
    "me",
    "pe",
    "di",
    "ke",
    "se",
)
SUFFIXES = ("kannya", "annya", "nya", "kan", "lah", "kah", "an", "ku", "mu", "i")


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without the usual beginnings and ends, as far as four letters stay."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word.removesuffix(suffix)
            break
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            return word.removeprefix(prefix)
    return word


@lru_cache(maxsize=4096)
def _letters(word: str) -> frozenset[str]:
    return frozenset(word)


def distance(one: str, other: str, most: int) -> int:
    """Typing faults between two words: a letter too many, too few, wrong, or two swapped.

    `most` + 1 stands for any larger number.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
