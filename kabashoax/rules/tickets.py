"""Tickets and PINs of reports: read out over a telephone, typed on a phone."""

import re
import secrets

# Without 0/O, 1/I/L, U/V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PREFIX = "KH"


def new_ticket() -> str:
    """Such as KH-7K3F-92QD; 29^8 (5e11) possibilities, so guessing finds nobody's report."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"{PREFIX}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def normal_ticket(typed: str) -> str:
    """What somebody typed in its one form: case, blanks and missing hyphens do not matter."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())[:20].removeprefix(PREFIX)
    return f"{PREFIX}-{plain[:4]}-{plain[4:]}"


def pin_from(digest: str) -> str:
    """Six digits from a keyed digest (hex)."""
    return f"{int(digest[:15], 16) % 10**6:06d}"
