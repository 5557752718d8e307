"""Words as people write them in chats, brought to one spelling.

Kupang Malay and chat short forms become standard Indonesian, decorated letters plain ones, amounts one number;
greetings and small words go. Stemming is left to PostgreSQL's `indonesian` configuration; `stem` is for comparing.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kabashoax.rules.unfolding import unfolded

DATA = Path(__file__).resolve().parent.parent / "data" / "words.json"
LONGEST = 1200  # characters; what follows in a long post is seldom the claim

_URL = re.compile(r"https?://\S+|www\.\S+|\S+\.(?:com|id|org|net)/\S*")
_RUPIAH = re.compile(r"\brp\b\.?|\brp\.?(?=\d)")
_EMOJI_NAME = re.compile(r":[a-z_0-9]+:")
_TOKEN = re.compile(r"[a-z]+\d*(?:[a-z0-9]*)|\d+(?:[.,]\d+)*(?:[a-z]+)?")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$")
_LEET = str.maketrans("0134579", "oieastg")
_APOSTROPHE = re.compile(r"(?<=[a-z])['\u2019\u2018`\u02bc](?=[a-z])")
_COVID = re.compile(r"\bcovid[\s-]*19\b")
_THANKS = re.compile(r"\b(terima|makasih|trima) ?kasi[h]?\b")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_GREETING, _TODAY = frozenset({"selamat", "slamat", "met", "tadi"}), frozenset({"ini", "tadi", "itu"})
_EACH = frozenset({"setiap", "tiap", "per", "sekali"})
_WISHED = frozenset({"pagi", "siang", "sore", "malam", "hari", "datang", "natal", "tahun", "idul", "hut"})
_LISTS = ("fillers", "negations", "months", "weekdays", "places", "modifiers", "omittable", "counted", "clock",
          "lettered", "turning", "grammar", "chat")  # fmt: skip
_TAGS = frozenset({"tidak", "bukan", "belum"})
_AFTER_TAG = frozenset(
    {"kah", "ya", "sih", "e", "ee", "min", "admin", "kaka", "kakak", "te", "toh", "nih", "cek", "tolong"}
)
_PREFIXES = ("meny", "meng", "peny", "peng", "mem", "men", "pem", "pen", "ber", "ter", "per", "me", "pe", "di", "se",
             "ke", "ba", "ta")  # fmt: skip
_SUFFIXES = ("nya", "lah", "kah", "pun", "kan", "an", "in", "ku", "mu", "i")
_SHORTEST_STEM = 4


@cache
def vocabulary() -> dict[str, Any]:
    """The lists of data/words.json."""
    found: dict[str, Any] = json.loads(DATA.read_text())
    for name in _LISTS:
        found[name] = frozenset(found[name])
    found["special"] = found["fillers"] | found["negations"] | found["counted"] | found["clock"] | {"selamat", "hati"}
    found["turning"] |= {word for pair in found["opposites"] for word in pair}
    found["synonyms"] = [frozenset(group) for group in found["synonyms"]]
    return found


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """All words of `text` in one spelling, numbers as digits ("25 juta" is "25000000"), in their order."""
    plain = text[:LONGEST].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", text[:LONGEST]).lower()
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _RUPIAH.sub(" ", _EMOJI_NAME.sub(" ", _URL.sub(" ", plain)))
    plain = _COVID.sub("covid", _THANKS.sub(" ", _APOSTROPHE.sub("", plain)))
    found: list[str] = []
    for token in _TOKEN.findall(unfolded(plain)):
        found += (token,) if _is_letter_of(found[-1:], token) else _spelled(token)
    return tuple(_joined_numbers(_romans(found)))


def _is_letter_of(before: Sequence[str], token: str) -> bool:
    """The letter that tells classes apart: grup C, vaksin A."""
    return len(token) == 1 and token.isalpha() and bool(before) and before[0] in vocabulary()["lettered"]


def is_whole(text: str) -> bool:
    """Whether all of `text` is read: of a longer one the end could say anything."""
    return len(text) <= LONGEST


def content(text: str) -> tuple[str, ...]:
    """The words that say something: greetings, questions and small words gone."""
    tokens = words(text)
    special = vocabulary()["special"]
    return tuple(
        w for at, w in enumerate(tokens) if (_says_something(tokens, at) if w in special or len(w) == 1 else True)
    )


def _says_something(tokens: Sequence[str], at: int) -> bool:
    word, lists = tokens[at], vocabulary()
    before, after = (tokens[at - 1] if at else ""), (tokens[at + 1] if at + 1 < len(tokens) else "")
    if _tells_apart(before, word):
        return True
    if word in lists["clock"]:
        return before not in _GREETING and after not in _TODAY
    if word == "selamat":
        return after not in _WISHED
    if word == "hati":  # the liver, not "take care"
        return word not in (before, after)
    if word in lists["negations"]:
        return not _is_tag(tokens, at)
    return word not in lists["fillers"] and (len(word) > 1 or word.isdigit())


def _tells_apart(before: str, word: str) -> bool:
    """Three days are not three hours, grup C is not grup D."""
    lists = vocabulary()
    is_counted = word in lists["counted"] and (before[:1].isdigit() or before in _EACH)
    return is_counted or (len(word) == 1 and before in lists["lettered"])


def _is_tag(tokens: Sequence[str], at: int) -> bool:
    """The "not" of a question: "betul ko sonde?", "hoax bukan?"."""
    if at == 0 or tokens[at] not in _TAGS:
        return False
    return all(w in _AFTER_TAG for w in tokens[at + 1 :])


def canonical(text: str) -> str:
    """What is indexed and asked for."""
    return " ".join(content(text))


@lru_cache(maxsize=50_000)
def _spelled(token: str) -> tuple[str, ...]:
    spellings: dict[str, str] = vocabulary()["spellings"]
    if token[0].isdigit():
        digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = token[len(digits) :]
        return (_plain(digits), *(_spelled_word(unit) if len(unit) > 1 or unit in vocabulary()["units"] else ()))
    if token[-1].isdigit() and token[:-1].isalpha() and token[-1] == "2" and len(token) > 2 and token not in spellings:
        token = token[:-1]  # "bagi2" is said twice
    elif any(c.isdigit() for c in token) and sum(c.isalpha() for c in token) > sum(c.isdigit() for c in token):
        token = token.translate(_LEET)
    return _spelled_word(token)


def _spelled_word(token: str) -> tuple[str, ...]:
    spellings: dict[str, str] = vocabulary()["spellings"]
    squeezed = re.sub(r"(.)\1{2,}", r"\1", token) if len(set(token)) > 1 else token
    return tuple(spellings.get(squeezed, squeezed).split())


def _plain(digits: str) -> str:
    """A number without its separators: 2.420 is 2420; 6,4 stays apart as 6.4."""
    if _GROUPED.match(digits):
        digits = re.sub(r"[.,]", "", digits)
    digits = digits.strip(".,").replace(",", ".")
    return digits.lstrip("0") or "0"


def _romans(tokens: Sequence[str]) -> list[str]:
    """Naikoten II is Naikoten 2."""
    places = vocabulary()["places"]
    before = ["", *tokens]
    return ["1" if w == "i" and before[at] in places else _ROMAN.get(w, w) for at, w in enumerate(tokens)]


def _joined_numbers(tokens: list[str]) -> list[str]:
    """Numbers in words and with units become one number."""
    units: dict[str, int] = vocabulary()["units"]
    said: dict[str, int] = vocabulary()["numbers"]
    found: list[str] = []
    number: float | None = None
    for token in [*tokens, ""]:
        value = float(said[token]) if token in said else _value(token)
        if token in units and number is not None:
            number *= units[token]
            continue
        if number is not None:
            found.append(_written(number))
            number = None
        if value is not None:
            number = value
        elif token:
            found.append(token)
    return found


def _value(token: str) -> float | None:
    if not token[:1].isdigit() or len(token) >= 16:
        return None
    return float(token) if re.fullmatch(r"\d+(\.\d+)?", token) else None


def _written(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A rough stem for comparing two words; never shorter than four letters."""
    if word[:1].isdigit():
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """All stems that `word` may have, itself among them: "kepung" may be ke + pung, or no prefix at all."""
    if word[:1].isdigit():
        return frozenset({word})
    found = {word, stem(word)}
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            found.add(word[: -len(suffix)])
    for form in tuple(found):
        found |= {form[len(p) :] for p in _PREFIXES if form.startswith(p) and len(form) - len(p) >= _SHORTEST_STEM}
    return frozenset(found)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a word sounds when vowels and doubled letters are heard loosely: "basar" and "besar" are one."""
    for written, heard in (("dj", "j"), ("tj", "c"), ("oe", "u"), ("kh", "k"), ("sy", "s"), ("ph", "p")):
        word = word.replace(written, heard)
    word = word.translate(str.maketrans("efvyzo", "appisu"))
    return re.sub(r"(.)\1+", r"\1", word).removesuffix("h").removesuffix("k")
