"""The name of a request or report that people read out and type, and the PIN that goes with it."""

import re
import secrets

# Without 0/O, 1/I/L, U/V: read over a telephone or from a bad copy.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PIN_DIGITS = 6


def new_reference(code: str) -> str:
    """Such as SKTM-7K3F-92QD; 29^8 (5e11) possibilities, so counting or guessing finds nobody's request."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"{code}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def normal_reference(typed: str) -> str:
    """What a person typed in its one form: case, blanks and missing hyphens do not matter."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())[:40]
    return f"{plain[:-8]}-{plain[-8:-4]}-{plain[-4:]}" if len(plain) > 8 else plain


def pin_from(digest: str) -> str:
    """Six digits from a keyed digest (hex)."""
    return f"{int(digest[:15], 16) % 10**PIN_DIGITS:0{PIN_DIGITS}d}"
