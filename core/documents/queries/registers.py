"""Reads of the books of numbers."""

from django.db.models import QuerySet

from core.documents.models import Register, RegisterEntry


def book(register: Register) -> QuerySet[RegisterEntry]:
    """The lines of a register in the order of their numbers, cancelled ones too."""
    return register.entries.order_by("number")
