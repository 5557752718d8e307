"""The weekly market price index of our own ("indeks harga pasar, simulasi"); it is not the IPH of BPS.

For each commodity the mean price of the week is compared with that of the month before the week's month, over the
markets that have both (so that a market that was not visited changes nothing). A market's mean is over its own days,
the mean over markets is plain. The index is the weighted mean of these relatives, 100 in the base month; a commodity's
contribution is its weight times its change. Weights are divided by the weight of what has prices in both periods.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from sodamolek.prices.rules.prices import rounded

Key = tuple[str, str]  # commodity, market


@dataclass(frozen=True)
class Mean:
    """Sum and number of prices; none of them 0."""

    total: int
    count: int

    @property
    def value(self) -> Fraction:
        return Fraction(self.total, self.count)


@dataclass(frozen=True)
class Driver:
    """What a commodity adds to the change of the index, in percentage points."""

    commodity: str
    contribution: Decimal
    change_percent: Decimal
    price: int
    base_price: int
    markets: int


@dataclass(frozen=True)
class Index:
    """`index` is 100 in the base month; `change_percent` is `index` - 100 and the sum of all contributions.

    `coverage` is the share of the weights, in percent, that has prices in both periods.
    """

    index: Decimal
    change_percent: Decimal
    coverage: Decimal
    drivers: list[Driver]
    missing: list[str]


def index(week: Mapping[Key, Mean], base: Mapping[Key, Mean], weights: Mapping[str, Decimal]) -> Index | None:
    """The index of a week; None when no commodity has prices in both periods. Drivers: the strongest first."""
    pairs = {code: _means(code, week, base) for code in weights}
    known = {code: pair for code, pair in pairs.items() if pair is not None}
    whole = sum((Fraction(weights[code]) for code in known), Fraction(0))
    if not whole:
        return None
    parts = {code: Fraction(weights[code]) / whole * (now / then - 1) * 100 for code, (now, then, _n) in known.items()}
    change = rounded(sum(parts.values(), Fraction(0)), 2)
    shares = _adding_up(parts, change)
    drivers = [
        Driver(code, shares[code], rounded((now / then - 1) * 100, 2), int(rounded(now)), int(rounded(then)), markets)
        for code, (now, then, markets) in known.items()
    ]
    return Index(
        index=100 + change,
        change_percent=change,
        coverage=rounded(whole / sum((Fraction(w) for w in weights.values()), Fraction(0)) * 100, 1),
        drivers=sorted(drivers, key=lambda d: (-abs(d.contribution), -abs(d.change_percent), d.commodity)),
        missing=sorted(set(weights) - set(known)),
    )


def _means(code: str, week: Mapping[Key, Mean], base: Mapping[Key, Mean]) -> tuple[Fraction, Fraction, int] | None:
    """Mean price of the week and of the base over the markets that have both, and how many they are."""
    both = [key for key in week if key[0] == code and key in base]
    if not both:
        return None
    now = sum((week[key].value for key in both), Fraction(0)) / len(both)
    then = sum((base[key].value for key in both), Fraction(0)) / len(both)
    return now, then, len(both)


def _adding_up(parts: Mapping[str, Fraction], total: Decimal) -> dict[str, Decimal]:
    """`parts` to two decimals so that they add up to `total`: those nearest to the next step take what is left."""
    hundredths = {code: part * 100 for code, part in parts.items()}
    floors = {code: part.numerator // part.denominator for code, part in hundredths.items()}
    left = int(total * 100) - sum(floors.values())
    order = sorted(parts, key=lambda code: (floors[code] - hundredths[code], code))
    for code in order[:left]:
        floors[code] += 1
    return {code: Decimal(value).scaleb(-2) for code, value in floors.items()}


def variation(prices: Iterable[tuple[Key, int]]) -> dict[str, Decimal]:
    """Coefficient of variation of each commodity, in percent: how far prices lay from their own market's mean."""
    by_key: dict[Key, list[int]] = {}
    for key, price in prices:
        if price:
            by_key.setdefault(key, []).append(price)
    squares: dict[str, list[float]] = {}
    for (commodity, _market), values in by_key.items():
        middle = sum(values) / len(values)
        squares.setdefault(commodity, []).extend((value / middle - 1) ** 2 for value in values)
    return {code: Decimal(str(round(sqrt(sum(s) / len(s)) * 100, 2))) for code, s in squares.items()}
