"""The efficiency report's arithmetic: basis, realised, saved, and why (price or volume).

    saved         = basis - realised
    percent       = saved / basis x 100, two decimals, half up
    price effect  = sum over fills of (P0 - P1) x litres
    volume effect = saved - price effect

P1 is what a litre cost at the pump, P0 the product's standard price on the basis (last year's average for
`last_year`). Everything is exact until one rounding to whole rupiah; shares of offices add up to the city's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sihebat.rules.money import half_up, percent, share_out


class Basis(models.TextChoices):
    CEILING = "ceiling", _("Pagu setahun")
    PRORATA = "prorata", _("Pagu menurut hari (prorata)")
    ALLOCATION = "allocation", _("Alokasi bulanan")
    LAST_YEAR = "last_year", _("Realisasi periode yang sama tahun lalu")


@dataclass(frozen=True)
class Use:
    """What one office filled of one product: count, litres, rupiah paid, and price x litres, exact."""

    office: str
    product: str
    fills: int
    litres: Decimal
    total: int
    priced: Decimal

    def __add__(self, other: "Use") -> "Use":
        """Both together; they are of the same office and product."""
        sums = (
            self.fills + other.fills,
            self.litres + other.litres,
            self.total + other.total,
            self.priced + other.priced,
        )
        return Use(self.office, self.product, *sums)


@dataclass(frozen=True)
class Line:
    """An office's line of the report, or the whole (office ""). All money is whole rupiah."""

    office: str
    basis: int
    realised: int
    price_effect: int
    fills: int
    litres: Decimal

    @property
    def saved(self) -> int:
        return self.basis - self.realised

    @property
    def volume_effect(self) -> int:
        return self.saved - self.price_effect

    @property
    def percent(self) -> Decimal | None:
        return percent(self.saved, self.basis)

    def as_json(self) -> dict[str, Any]:
        """Plain values; percent and litres as text, so that no decimal is lost."""
        ratio = self.percent
        return {
            "office": self.office,
            "basis_rp": self.basis,
            "realised_rp": self.realised,
            "saved_rp": self.saved,
            "percent": None if ratio is None else str(ratio),
            "price_effect_rp": self.price_effect,
            "volume_effect_rp": self.volume_effect,
            "fills": self.fills,
            "litres": f"{self.litres:.3f}",
        }


@dataclass(frozen=True)
class Figures:
    """The whole and its offices."""

    whole: Line
    offices: tuple[Line, ...]


def price_effect(use: Use, standard: Mapping[str, Fraction]) -> Fraction:
    """(P0 - P1) x litres of `use`, exact; a product without a standard price has no price effect."""
    if use.product not in standard:
        return Fraction(0)
    return standard[use.product] * Fraction(use.litres) - Fraction(use.priced)


def average_prices(uses: list[Use]) -> dict[str, Fraction]:
    """What a litre of each product cost on average, weighted by litres, over all of `uses`."""
    priced: dict[str, Fraction] = {}
    litres: dict[str, Fraction] = {}
    for use in uses:
        priced[use.product] = priced.get(use.product, Fraction(0)) + Fraction(use.priced)
        litres[use.product] = litres.get(use.product, Fraction(0)) + Fraction(use.litres)
    return {product: priced[product] / amount for product, amount in litres.items() if amount}


def compute(basis: Mapping[str, Fraction], uses: list[Use], standard: Mapping[str, Fraction]) -> Figures:
    """Figures from each office's exact basis, its use, and the standard prices (rupiah per litre).

    Offices are in `basis` or in `uses`; one without a basis has 0. The offices' lines add up to the whole in
    every column, to the rupiah.
    """
    names = sorted({*basis, *(use.office for use in uses)})
    effects = dict.fromkeys(names, Fraction(0))
    realised, fills, litres = dict.fromkeys(names, 0), dict.fromkeys(names, 0), dict.fromkeys(names, Decimal(0))
    for use in uses:
        effects[use.office] += price_effect(use, standard)
        realised[use.office] += use.total
        fills[use.office] += use.fills
        litres[use.office] += use.litres
    shares = share_out({name: basis.get(name, Fraction(0)) for name in names})
    effect_shares = share_out(effects)
    lines = tuple(
        Line(name, shares[name], realised[name], effect_shares[name], fills[name], litres[name]) for name in names
    )
    whole = Line(
        "",
        half_up(sum(basis.values(), Fraction(0))),
        sum(realised.values()),
        half_up(sum(effects.values(), Fraction(0))),
        sum(fills.values()),
        sum(litres.values(), Decimal(0)),
    )
    return Figures(whole, lines)
