"""Short ways of writing, written out before a text is cut into words: dates, "2x", U-23, M5,7; and what stands around
the claim in a forwarded message, taken away."""

import re

from core.wording import MONTHS

_DATE = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2((?:20|19)?\d{2})\b")
_TIMES = re.compile(r"\b(\d+)\s?x\b")
_CLASS = re.compile(r"\b([a-z])-(\d)")
_MAGNITUDE = re.compile(r"\bm\s?(\d+[.,]\d)")
_ZERO = re.compile(r"\bo(\d)\b")
_GROUPS = r"(?:keluarga|sebelah|kantor|alumni|rt|sekolah|tetangga|kelas|gereja|arisan|ibu-?ibu)"
_FORWARDED = re.compile(
    r"\b(?:di)?teruskan berkali[- ]?kali\b|\bforwarded(?: many times)?\b|\bfwd?\b"
    r"|\b(?:dapat|dapa|dpt|terima) (?:kiriman|pesan|wa|chat)(?: ini)? (?:dari|dr|di)"
    rf" (?:wag|wa|grup|group)(?: {_GROUPS})?\b"
    rf"|\b(?:wag|grup|group) {_GROUPS}\b"
)
# What stands below a line drawn across a post is told about the post.
_FEWEST_WORDS = 3
_RULED_OFF = re.compile(r"(?:[=_\u2014-]\s?){3,}")


def unfolded(plain: str) -> str:
    """`plain`, in small letters, with short ways of writing written out."""
    plain = _DATE.sub(_date_in_words, _FORWARDED.sub(" ", plain))
    plain = _MAGNITUDE.sub(r"magnitudo \1", _TIMES.sub(r"\1 kali", plain))
    return _ZERO.sub(r"0\1", _CLASS.sub(r"\1\2", plain))


def claimed(text: str) -> str:
    """The part of a post that is the claim, without what was written below a ruled line."""
    first = _RULED_OFF.split(text.strip(" \n\t=_-"), maxsplit=1)[0]
    return first if len(first.split()) >= _FEWEST_WORDS else text


def _date_in_words(found: re.Match[str]) -> str:
    day, month, year = found.group(1), int(found.group(3)), found.group(4)
    if not 1 <= month <= len(MONTHS) or not 1 <= int(day) <= 31:
        return found.group()
    return f"{day} {MONTHS[month - 1].lower()} {year if len(year) == 4 else '20' + year}"
