"""Markets, commodities, a surveyor's rounds and the prices they brought."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.rules import Role
from core.base import BaseModel
from core.regions.models import Office
from sodamolek.prices.rules.prices import HIGHEST, LOWEST
from sodamolek.prices.workflow import Status


class MarketQuerySet(models.QuerySet["Market"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees the markets that are surveyed now."""
        return self.filter(is_active=True)


class CommodityQuerySet(models.QuerySet["Commodity"]):
    def visible_to(self, user: User | None) -> Self:
        """Everybody sees the commodities that are surveyed now."""
        return self.filter(is_active=True)


class Market(BaseModel):
    """A market of the city (data/markets.json); `office` is whose TPID secretariat validates its prices."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="markets")
    source = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects = MarketQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Commodity(BaseModel):
    """What is priced (data/commodities.json). `weight` is its share in our index, in percent of the whole."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    unit = models.CharField(_("satuan"), max_length=20)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects = CommodityQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = (models.CheckConstraint(condition=Q(weight__gte=0), name="commodity_weight_not_negative"),)

    def __str__(self) -> str:
        return self.name


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those that one's TPID secretariat validates. What the public sees are prices, no rounds."""
        return self.filter(Q(owner_id=user.pk) | Q(office_id__in=user.offices_with(Role.TPID)))


class Round(BaseModel):
    """A surveyor's walk through one market on one day. `status` is written by workflow.ROUND alone."""

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="rounds")
    day = models.DateField(_("tanggal"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="price_rounds")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="price_rounds")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SUBMITTED)
    # Made on the phone before it is sent: the same token twice is the same round (services/rounds.py).
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=["market", "day"], name="price_round_market_day"),)
        indexes = (
            models.Index(fields=["status", "day"], name="price_round_status_day"),
            models.Index(fields=["owner", "-day"], name="price_round_owner"),
        )

    def __str__(self) -> str:
        return f"{self.market}, {self.day}"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def visible_to(self, user: User) -> Self:
        """Prices of the rounds that `user` may see."""
        return self.filter(round__in=Round.objects.visible_to(user))

    def published(self) -> Self:
        """What the public sees: prices that were validated."""
        return self.filter(round__status=Status.VALIDATED)


class Quote(BaseModel):
    """The price of a commodity in a round, in whole rupiah a unit; a missing price has no row."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotes")
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="quotes")
    price = models.PositiveIntegerField(_("harga"))

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ("commodity__position",)
        constraints = (
            models.UniqueConstraint(fields=["round", "commodity"], name="quote_once_a_round"),
            models.CheckConstraint(condition=Q(price__range=(LOWEST, HIGHEST)), name="quote_plausible"),
        )

    def __str__(self) -> str:
        return f"{self.commodity}: {self.price}"
