"""Whole rupiah: rounding once, and sharing a sum out without losing a rupiah."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import TypeVar

Key = TypeVar("Key")


def half_up(amount: Decimal | Fraction | int) -> int:
    """`amount` in whole rupiah, a half away from zero."""
    exact = Fraction(amount)
    whole = floor(abs(exact) + Fraction(1, 2))
    return -whole if exact < 0 else whole


def percent(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in percent, two decimals, half up; None when there is no whole."""
    if whole == 0:
        return None
    # Hundredths of a percent as an exact fraction: the only rounding is the last one.
    return (Decimal(half_up(Fraction(part, whole) * 10_000)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def share_out(exact: Mapping[Key, Decimal | Fraction | int], total: int | None = None) -> dict[Key, int]:
    """Each exact amount in whole rupiah so that they add up to `total` (by default the rounded exact sum).

    Largest remainder: each gets its floor, the rupiah that are left go to the largest fractions, ties in the
    mapping's own order. No amount moves by a rupiah or more when `total` is the rounded sum.
    """
    fractions = {key: Fraction(value) for key, value in exact.items()}
    shares = {key: floor(value) for key, value in fractions.items()}
    wanted = half_up(sum(fractions.values(), Fraction(0))) if total is None else total
    left = wanted - sum(shares.values())
    by_remainder = sorted(shares, key=lambda key: shares[key] - fractions[key])
    if by_remainder:
        each, rest = divmod(left, len(by_remainder))
        for place, key in enumerate(by_remainder):
            shares[key] += each + (1 if place < rest else 0)
    return shares
