"""Our weekly index over published prices."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from sodamolek.prices.models import Commodity, Quote
from sodamolek.prices.queries.published import has_samples
from sodamolek.prices.rules.index import Index, Key, Mean, index, variation
from sodamolek.prices.rules.weeks import Week, month_end

Means = dict[Key, Mean]
LABEL = "indeks harga pasar, simulasi"
SOURCE = "Portal Kota Kupang, survei harga pasar; bobot simulasi portal, bukan IPH BPS"


def _means(first: date, last: date, trunc: type[TruncWeek] | type[TruncMonth]) -> dict[date, Means]:
    """Sum and number of prices by commodity and market for each week or month. One query."""
    rows = (
        Quote.objects.published()
        .filter(round__day__range=(first, last))
        .annotate(period=trunc("round__day"))
        .values_list("period", "commodity__code", "round__market__code")
        .annotate(total=Sum("price"), count=Count("id"))
        .order_by()
    )
    found: dict[date, Means] = defaultdict(dict)
    for period, commodity, market, total, count in rows:
        found[period][commodity, market] = Mean(total, count)
    return found


def weekly_indices(last: Week, weeks: int) -> list[tuple[Week, Index | None]]:
    """Our index of `weeks` weeks up to `last`, oldest first; None where prices are missing. Three queries."""
    wanted = [last.back(back) for back in range(weeks - 1, -1, -1)]
    by_week = _means(wanted[0].first, last.last, TruncWeek)
    by_month = _means(wanted[0].base_month, month_end(last.base_month), TruncMonth)
    weights = dict(Commodity.objects.filter(is_active=True).values_list("code", "weight"))
    return [(w, index(by_week.get(w.first, {}), by_month.get(w.base_month, {}), weights)) for w in wanted]


@dataclass(frozen=True)
class WeekReport:
    """Our index of one week with all that explains it."""

    week: Week
    index: Index
    names: dict[str, str]
    weights: dict[str, Decimal]
    variation: dict[str, Decimal]
    quotes: int
    markets: int
    sample: bool

    @property
    def most_varied(self) -> str | None:
        """Code of the commodity whose price moved most within the week; None when none moved."""
        code = max(self.variation, key=lambda c: (self.variation[c], c), default=None)
        return code if code is not None and self.variation[code] else None


def week_report(week: Week) -> WeekReport | None:
    """The index of `week`; None when no commodity has prices both in it and in its base month."""
    found = weekly_indices(week, 1)[0][1]
    if found is None:
        return None
    rows = Quote.objects.published().filter(round__day__range=(week.first, week.last))
    prices = [
        ((commodity, market), price)
        for commodity, market, price in rows.values_list("commodity__code", "round__market__code", "price").order_by()
    ]
    commodities = list(Commodity.objects.filter(is_active=True))
    return WeekReport(
        week=week,
        index=found,
        names={row.code: row.name for row in commodities},
        weights={row.code: row.weight for row in commodities},
        variation=variation(prices),
        quotes=len(prices),
        markets=len({market for (_commodity, market), _price in prices}),
        sample=has_samples(week.base_month, week.last),
    )


def index_as_dict(report: WeekReport) -> dict[str, Any]:
    """A report as plain data: `drivers` add up to `change_percent`, prices are rupiah a unit."""
    found, week = report.index, report.week
    varied = report.most_varied
    return {
        "week": str(week),
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "base": f"{week.base_month:%Y-%m}",
        "index": float(found.index),
        "change_percent": float(found.change_percent),
        "coverage_percent": float(found.coverage),
        "drivers": [
            {
                "commodity": driver.commodity,
                "name": report.names[driver.commodity],
                "weight": float(report.weights[driver.commodity]),
                "contribution": float(driver.contribution),
                "change_percent": float(driver.change_percent),
                "price_rp": driver.price,
                "base_price_rp": driver.base_price,
                "markets": driver.markets,
            }
            for driver in found.drivers
        ],
        "missing": found.missing,
        "most_varied": {"commodity": varied, "cv_percent": float(report.variation[varied])} if varied else None,
        "quotes": report.quotes,
        "markets": report.markets,
        "sample": report.sample,
        "label": LABEL,
        "source": SOURCE,
    }
