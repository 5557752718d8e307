"""Invented prices up to today, every one labelled as a sample: by week for the past, by day for the last weeks."""

import hashlib
import json
import math
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from core.accounts.models import User
from core.signup import demo as people
from sodamolek.prices.models import Commodity, Market, Quote, Round
from sodamolek.prices.services.reference import FOLDER, load_reference
from sodamolek.prices.services.rounds import Sheet, return_round, submit_round
from sodamolek.prices.workflow import Status

START = date(2025, 5, 1)  # so that the examples in the guides have prices
DAILY = 60
SURVEYED = (0, 3)  # Monday and Thursday, before the daily rounds begin
NOTE = "Data contoh, harga karangan"


def make_prices() -> None:
    """Make the demo's rounds up to today; a second run adds the days that are missing."""
    load_reference()
    data = json.loads((FOLDER / "demo_prices.json").read_text())
    surveyor, tpid = people.find("surveyor"), people.find("tpid")
    if surveyor is None or tpid is None:
        return
    today = timezone.localdate()
    markets = list(Market.objects.filter(code__in=data["markets"]))
    _make_past(markets, data["prices"], today, surveyor, tpid)
    _make_today(markets, data["prices"], today, surveyor, tpid)


def _make_past(markets: list[Market], prices: dict[str, Any], today: date, surveyor: User, tpid: User) -> None:
    """Validated rounds in bulk: thousands of moves through the workflow would make the demo's start slow."""
    have = set(Round.objects.values_list("market_id", "day"))
    rounds = [
        Round(
            token=_key(market, day), market=market, day=day, owner=surveyor,
            office_id=market.office_id, status=Status.VALIDATED, note=NOTE, is_sample=True,
            decided_at=timezone.now(), decided_by=tpid,
        )
        for day in _days(today)
        for market in markets
        if (market.pk, day) not in have and (day < today or market not in markets[:2])
    ]  # fmt: skip
    commodities = list(Commodity.objects.filter(code__in=prices))
    quotes = [
        Quote(round=row, commodity=commodity, price=price)
        for row in rounds
        for commodity in commodities
        if (price := sample_price(prices[commodity.code], commodity.code, row.market.code, row.day))
    ]
    Round.objects.bulk_create(rounds, batch_size=1000)
    Quote.objects.bulk_create(quotes, batch_size=5000)


def _days(today: date) -> list[date]:
    every = [START + timedelta(days=n) for n in range((today - START).days + 1)]
    return [day for day in every if (today - day).days <= DAILY or day.weekday() in SURVEYED]


def _make_today(markets: list[Market], prices: dict[str, Any], today: date, surveyor: User, tpid: User) -> None:
    """Two rounds of today through the real services: one waits for TPID, one came back."""
    for market, slip in zip(markets[:2], (1, 10), strict=True):
        if Round.objects.filter(market=market, day=today).exists():
            continue
        found = {code: sample_price(row, code, market.code, today) for code, row in prices.items()}
        found["telur-ayam-ras"] = min(found["telur-ayam-ras"] * slip, 2_000_000)
        sent = submit_round(Sheet(market, today, found, _key(market, today), NOTE), by=surveyor)
        if slip != 1:
            return_round(sent.round, reason="Harga telur tampaknya kelebihan satu nol (contoh).", by=tpid)


def _key(market: Market, day: date) -> Any:
    return uuid5(NAMESPACE_URL, f"contoh:{market.code}:{day}")


def sample_price(row: dict[str, Any], commodity: str, market: str, day: date) -> int:
    """An invented price: a slow climb, a season, a market's habit and some noise; 0 now and then (not on sale)."""
    noise = _share(commodity, market, day.isoformat())
    if noise < 0.015:
        return 0
    years = (day - START).days / 365
    season = math.sin(2 * math.pi * (years + _share(commodity, "season"))) * row["swing"] / 100
    wave = math.sin((day - START).days / (9 + 8 * _share(commodity, "wave"))) * row["swing"] / 250
    habit = (_share(commodity, market) - 0.5) * 0.06
    price = row["start"] * (1 + 0.03 * years + season + wave + habit + (noise - 0.5) * row["swing"] / 400)
    return int(round(price / 250) * 250)


def _share(*words: str) -> float:
    """The same number from 0 to 1 for the same words, everywhere."""
    digest = hashlib.sha256("|".join(words).encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32
