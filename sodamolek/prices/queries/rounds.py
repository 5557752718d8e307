"""Rounds for those who survey and those who validate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from core.accounts.models import User
from core.accounts.rules import Role
from sodamolek.prices.models import Commodity, Market, Quote, Round
from sodamolek.prices.rules.prices import change_percent, is_conspicuous
from sodamolek.prices.workflow import Status


@dataclass(frozen=True)
class CheckRow:
    """A price in a round beside the last published one at the same market."""

    commodity: Commodity
    price: int | None
    before: int | None

    @property
    def percent(self) -> Decimal | None:
        return change_percent(self.price, self.before)

    @property
    def is_conspicuous(self) -> bool:
        return is_conspicuous(self.price, self.before)


def check_rows(row: Round) -> list[CheckRow]:
    """Every commodity in a round, missing ones too, with the market's last published price before it. Two queries."""
    prices = dict(row.quotes.values_list("commodity_id", "price"))
    return [CheckRow(c, prices.get(c.pk), before) for c, before in last_prices(row.market, row.day)]


def last_prices(market: Market, before: date) -> Iterable[tuple[Commodity, int | None]]:
    """Commodities in their order with the last published price at `market` before a day. One query."""
    last = Quote.objects.published().filter(commodity=OuterRef("pk"), round__market=market, round__day__lt=before)
    rows = Commodity.objects.filter(is_active=True).annotate(
        before=Subquery(last.order_by("-round__day").values("price")[:1])
    )
    return [(row, row.before) for row in rows]  # type: ignore[attr-defined]  # annotated above


def waiting(user: User) -> QuerySet[Round]:
    """Rounds that wait for this validator, oldest first."""
    rows = Round.objects.filter(status=Status.SUBMITTED, office_id__in=user.offices_with(Role.TPID))
    return rows.select_related("market", "owner").order_by("day", "id")


def own_rounds(user: User) -> QuerySet[Round]:
    """A surveyor's own rounds, newest first, with the number of prices."""
    rows = Round.objects.filter(owner_id=user.pk).select_related("market")
    return rows.annotate(prices=Count("quotes")).order_by("-day", "-id")


def markets_done(day: date) -> set[Any]:
    """Primary keys of the markets that have a round on `day`."""
    return set(Round.objects.filter(day=day).values_list("market_id", flat=True))
