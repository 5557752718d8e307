"""What the public sees: validated prices only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from sodamolek.prices.models import Commodity, Market, Quote, Round
from sodamolek.prices.rules.prices import DayPrice, day_price, mean, rounded
from sodamolek.prices.workflow import Status

EARLIER_DAYS = 14


def latest_day() -> date | None:
    """The last day with published prices."""
    found: date | None = Round.objects.filter(status=Status.VALIDATED).aggregate(day=Max("day"))["day"]
    return found


def has_samples(first: date, last: date) -> bool:
    """Whether any published price of these days is invented (demo)."""
    return Round.objects.filter(status=Status.VALIDATED, is_sample=True, day__range=(first, last)).exists()


@dataclass(frozen=True)
class DayRow:
    """A commodity on a day; `earlier` is the newest price of the two weeks before, with its day."""

    commodity: Commodity
    day: DayPrice
    earlier: tuple[int, date] | None


def day_table(day: date, market: Market | None = None) -> list[DayRow]:
    """Each commodity's price on `day` and the change since the day before. Three queries."""
    rows = Quote.objects.published().filter(round__day__in=(day, day - timedelta(days=1)))
    if market is not None:
        rows = rows.filter(round__market=market)
    prices: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for code, place, when, price in rows.values_list(
        "commodity__code", "round__market__code", "round__day", "price"
    ).order_by():
        prices[code, when][place] = price
    before = day - timedelta(days=1)
    earlier = _earlier(day, market)
    return [
        DayRow(
            commodity,
            day_price(prices[commodity.code, day], prices[commodity.code, before]),
            earlier.get(commodity.code),
        )
        for commodity in Commodity.objects.filter(is_active=True)
    ]


def _earlier(day: date, market: Market | None) -> dict[str, tuple[int, date]]:
    """By commodity the mean of the newest day with prices in the two weeks before `day`."""
    rows = Quote.objects.published().filter(round__day__lt=day, round__day__gte=day - timedelta(days=EARLIER_DAYS))
    if market is not None:
        rows = rows.filter(round__market=market)
    means = rows.values_list("commodity__code", "round__day").annotate(total=Sum("price"), count=Count("id"))
    return {
        code: (int(rounded(Fraction(total, count))), when) for code, when, total, count in means.order_by("round__day")
    }


def history(commodity: Commodity, first: date, last: date) -> dict[str, list[tuple[date, int | None]]]:
    """By name of market the price of every surveyed day, None where the market has none. One query.

    Days without a survey at any market are left out: a weekly round is no gap.
    """
    rows = Quote.objects.published().filter(commodity=commodity, round__day__range=(first, last))
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for name, day, price in rows.values_list("round__market__name", "round__day", "price").order_by(
        "round__market__position", "round__day"
    ):
        found[name][day] = price
    days = sorted({day for prices in found.values() for day in prices})
    return {name: [(day, prices.get(day)) for day in days] for name, prices in found.items()}


OPEN_FIELDS = ("tanggal", "pasar", "komoditas", "satuan", "harga_rp", "contoh")


def mean_history(by_market: dict[str, list[tuple[date, int | None]]]) -> list[tuple[date, int | None]]:
    """What `history` gave as one line: each day's mean over the markets that have a price."""
    days: dict[date, list[int]] = defaultdict(list)
    for points in by_market.values():
        for day, price in points:
            days[day].append(price or 0)
    means = {day: mean(prices) for day, prices in days.items()}
    return [(day, None if value is None else int(rounded(value))) for day, value in sorted(means.items())]


def open_rows(first: date, last: date, commodity: str = "", market: str = "") -> Iterator[tuple[Any, ...]]:
    """Published prices as OPEN_FIELDS, streamed; `contoh` is true for an invented price."""
    rows = Quote.objects.published().filter(round__day__range=(first, last))
    if commodity:
        rows = rows.filter(commodity__code=commodity)
    if market:
        rows = rows.filter(round__market__code=market)
    fields = ("round__day", "round__market__name", "commodity__name", "commodity__unit", "price", "round__is_sample")
    return rows.order_by("round__day", "round__market__position", "commodity__position").values_list(*fields).iterator()


def published_quotes(dari: date | None, sampai: date | None, komoditas: str, pasar: str) -> QuerySet[Quote]:
    """Published prices with their round and commodity at hand; what is None or "" limits nothing."""
    asked = {
        "round__day__gte": dari,
        "round__day__lte": sampai,
        "commodity__code": komoditas,
        "round__market__code": pasar,
    }
    rows = Quote.objects.published().filter(**{name: value for name, value in asked.items() if value})
    return rows.select_related("round__market", "commodity")
