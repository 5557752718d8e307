"""What a price is, and how it changed. A price of 0 means that there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LOWEST = 100  # rupiah a unit; less is a slip of the finger
HIGHEST = 2_000_000
# So much up or down from the last price at the same market is shown to the validator. Ours, not a norm.
CONSPICUOUS_PERCENT = 25


def rounded(value: Fraction, decimals: int = 0) -> Decimal:
    """`value` half up (away from zero) to `decimals` places, exactly."""
    scale = 10**decimals
    scaled = abs(value) * scale
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def change(now: Fraction | int | None, before: Fraction | int | None) -> Fraction | None:
    """By how many percent the price changed; the base is the earlier price. None when one of them is missing (0)."""
    if not now or not before:
        return None
    return (Fraction(now) / Fraction(before) - 1) * 100


def change_percent(now: Fraction | int | None, before: Fraction | int | None) -> Decimal | None:
    """`change` to two decimals, half up."""
    exact = change(now, before)
    return None if exact is None else rounded(exact, 2)


def is_conspicuous(now: int | None, before: int | None) -> bool:
    """Whether the validator should look twice at this price."""
    exact = change(now, before)
    return exact is not None and abs(exact) >= CONSPICUOUS_PERCENT


def mean(values: list[int] | list[Fraction]) -> Fraction | None:
    """The plain mean of the values that are there; None when all are missing (0)."""
    known = [Fraction(value) for value in values if value]
    return sum(known, Fraction(0)) / len(known) if known else None


@dataclass(frozen=True)
class DayPrice:
    """A commodity on a day: the mean over markets, and the day before at the same markets."""

    price: int | None
    before: int | None
    percent: Decimal | None
    markets: int


def day_price(today: Mapping[str, int], yesterday: Mapping[str, int]) -> DayPrice:
    """From prices by market. The change compares only markets that have both days: a market that is
    missing today must not look like a change of price."""
    both = [market for market in today if today[market] and yesterday.get(market)]
    price = mean(list(today.values()))
    before = mean([yesterday[market] for market in both])
    return DayPrice(
        price=None if price is None else int(rounded(price)),
        before=None if before is None else int(rounded(before)),
        percent=change_percent(mean([today[market] for market in both]), before),
        markets=sum(1 for value in today.values() if value),
    )
