"""Every write of prices."""

from sodamolek.prices.services.reference import load_reference
from sodamolek.prices.services.rounds import (
    Sent,
    Sheet,
    reopen_round,
    resubmit_round,
    return_round,
    submit_round,
    validate_round,
)

__all__ = [
    "Sent",
    "Sheet",
    "load_reference",
    "reopen_round",
    "resubmit_round",
    "return_round",
    "submit_round",
    "validate_round",
]
