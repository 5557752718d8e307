"""Tickets of reports: a reference (core/references.py) with the prefix of Kabas Hoax."""

from core.references import new_reference, normal_reference

PREFIX = "KH"
_LETTERS = 8


def new_ticket() -> str:
    """Such as KH-7K3F-92QD."""
    return new_reference(PREFIX)


def normal_ticket(typed: str) -> str:
    """What somebody typed in its one form; the prefix may be left out."""
    plain = normal_reference(typed)
    return normal_reference(PREFIX + plain) if len(plain) == _LETTERS else plain
