"""Prices and rounds as JSON."""

from typing import Any

from rest_framework import serializers

from sodamolek.prices.models import Market, Quote, Round


class QuoteSerializer(serializers.ModelSerializer[Quote]):
    """A published price in whole rupiah a unit; `sample` marks an invented one of the demo."""

    day = serializers.DateField(source="round.day", read_only=True)
    market = serializers.CharField(source="round.market.code", read_only=True)
    commodity = serializers.CharField(source="commodity.code", read_only=True)
    unit = serializers.CharField(source="commodity.unit", read_only=True)
    sample = serializers.BooleanField(source="round.is_sample", read_only=True)

    class Meta:
        model = Quote
        fields = ("day", "market", "commodity", "unit", "price", "sample")


class RoundSerializer(serializers.ModelSerializer[Round]):
    """A round with its prices by code of commodity; a missing price is not in it."""

    market = serializers.CharField(source="market.code", read_only=True)
    prices = serializers.SerializerMethodField()

    class Meta:
        model = Round
        fields = ("id", "market", "day", "status", "reason", "note", "prices", "is_sample", "created_at")

    def get_prices(self, row: Round) -> dict[str, int]:
        return {quote.commodity.code: quote.price for quote in row.quotes.all()}


class NewRoundSerializer(serializers.Serializer[Any]):
    """A round that a program sends: the same `token` again is the same round."""

    token = serializers.UUIDField()
    market = serializers.SlugRelatedField(slug_field="code", queryset=Market.objects.visible_to(None))
    day = serializers.DateField()
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    prices = serializers.DictField(child=serializers.IntegerField(min_value=0))
