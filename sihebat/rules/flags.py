"""The five flags of a fill. A flag asks for an explanation; it never says that somebody cheated."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

AGAIN_WITHIN = timedelta(minutes=20)
# A pump's receipt shows litres to two decimals: half of the last one, times the price, is no difference.
HALF_A_CENTILITRE = Decimal("0.005")


class Flag(models.TextChoices):
    OVER_TANK = "over_tank", gettext_lazy("Melebihi tangki")
    ODOMETER = "odometer", gettext_lazy("Odometer mundur")
    AGAIN = "again", gettext_lazy("Isi lagi dalam 20 menit")
    PRICE = "price", gettext_lazy("Harga tidak sesuai hari itu")
    TOTAL = "total", gettext_lazy("Total tidak cocok")


@dataclass(frozen=True)
class Facts:
    """A fill and what it is measured against. None: not known, so the flag that needs it stays down."""

    litres: Decimal
    price: int
    total: int
    filled_at: datetime
    odometer: int | None = None
    tank_litres: Decimal | None = None
    previous_at: datetime | None = None
    # The last reading before this fill, which may be older than the fill before.
    previous_odometer: int | None = None
    day_price: int | None = None


def tolerance(price: int) -> int:
    """How far the total may be from litres x price before it counts, in rupiah."""
    return ceil(HALF_A_CENTILITRE * price)


def over_tank(facts: Facts) -> str:
    if facts.tank_litres is None or facts.litres <= facts.tank_litres:
        return ""
    return _("Diisi %(litres)s liter, tangkinya %(tank)s liter.") % {
        "litres": litres_text(facts.litres),
        "tank": litres_text(facts.tank_litres),
    }


def odometer_lower(facts: Facts) -> str:
    if facts.odometer is None or facts.previous_odometer is None or facts.odometer >= facts.previous_odometer:
        return ""
    return _("Odometer %(now)s km, pada pengisian sebelumnya %(before)s km.") % {
        "now": whole_text(facts.odometer),
        "before": whole_text(facts.previous_odometer),
    }


def again(facts: Facts) -> str:
    if facts.previous_at is None:
        return ""
    gap = facts.filled_at - facts.previous_at
    if not timedelta(0) <= gap <= AGAIN_WITHIN:
        return ""
    return _("Kendaraan yang sama sudah diisi %(minutes)d menit sebelumnya.") % {"minutes": gap.total_seconds() // 60}


def price_off(facts: Facts) -> str:
    if facts.day_price is None or facts.price == facts.day_price:
        return ""
    return _("Harga per liter Rp %(price)s, harga yang berlaku hari itu Rp %(day)s.") % {
        "price": whole_text(facts.price),
        "day": whole_text(facts.day_price),
    }


def total_unlike(facts: Facts) -> str:
    product = facts.litres * facts.price
    if abs(product - facts.total) <= tolerance(facts.price):
        return ""
    return _("Liter × harga = Rp %(product)s, total pada nota Rp %(total)s.") % {
        "product": whole_text(round(product)),
        "total": whole_text(facts.total),
    }


RULES: dict[Flag, Callable[[Facts], str]] = {
    Flag.OVER_TANK: over_tank,
    Flag.ODOMETER: odometer_lower,
    Flag.AGAIN: again,
    Flag.PRICE: price_off,
    Flag.TOTAL: total_unlike,
}


def flags_of(facts: Facts) -> dict[str, str]:
    """Each flag that is up, with its explanation in Indonesian."""
    return {flag.value: text for flag, rule in RULES.items() if (text := rule(facts))}


def whole_text(number: int) -> str:
    """`1.250.000`."""
    return f"{number:,}".replace(",", ".")


def litres_text(litres: Decimal) -> str:
    """`40,5`: no more decimals than there are."""
    text = f"{litres:,.3f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
