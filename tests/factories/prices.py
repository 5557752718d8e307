"""Markets, commodities and rounds of the tests; codes never meet the data files'."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.accounts.rules import Role
from sodamolek.prices.models import Commodity, Market, Quote, Round
from sodamolek.prices.workflow import Status
from tests.factories.accounts import AssignmentFactory
from tests.factories.regions import OfficeFactory


class MarketFactory(DjangoModelFactory):
    class Meta:
        model = Market

    code = factory.Sequence(lambda n: f"pasar-uji-{n}")
    name = factory.Sequence(lambda n: f"Pasar Uji {n}")
    office = factory.SubFactory(OfficeFactory, dinas=True)
    source = "uji"
    position = factory.Sequence(lambda n: n)


class CommodityFactory(DjangoModelFactory):
    class Meta:
        model = Commodity

    code = factory.Sequence(lambda n: f"bahan-uji-{n}")
    name = factory.Sequence(lambda n: f"Bahan Uji {n}")
    unit = "kg"
    weight = Decimal(10)
    source = "uji"
    position = factory.Sequence(lambda n: n)


class RoundFactory(DjangoModelFactory):
    """A round of today that waits; `RoundFactory(prices={commodity: 15000})` brings prices."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    market = factory.SubFactory(MarketFactory)
    day = factory.LazyFunction(timezone.localdate)
    owner = factory.LazyAttribute(lambda row: AssignmentFactory(role=Role.SURVEYOR, office=row.market.office).user)
    office = factory.SelfAttribute("market.office")
    status = Status.SUBMITTED

    @factory.post_generation
    def prices(self, create, extracted, **kwargs):
        for commodity, price in (extracted or {}).items():
            Quote.objects.create(round=self, commodity=commodity, price=price)


def published(market: Market, day: date, prices: dict[Commodity, int], **fields: object) -> Round:
    """A validated round."""
    return RoundFactory(market=market, day=day, prices=prices, status=Status.VALIDATED, **fields)
