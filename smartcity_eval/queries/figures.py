"""Figures of other apps that can be frozen as evidence: this app sits above them and may ask."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.days import start_of_day
from smartcity_eval.rules.ladder import percent_running
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.workflow import ISSUED
from sodamolek.prices.models import Market, Round
from sodamolek.prices.workflow import Status as PriceStatus


@dataclass(frozen=True)
class Counted:
    """So many of so many; `sample` when people of the demo are among them."""

    part: int
    whole: int
    sample: bool


@dataclass(frozen=True)
class FigureKind:
    title: str | Promise
    formula: str
    source: str
    count: Callable[[datetime, datetime], Counted]


def _letters_on_time(start: datetime, end: datetime) -> Counted:
    """Letters issued in [start, end), and how many of them by the deadline of their service standard.

    Counted as the letters' own statistics do, which know whole months only: a refusal is no letter.
    """
    issued = LetterRequest.objects.filter(status__in=ISSUED, decided_at__gte=start, decided_at__lt=end)
    found = issued.aggregate(
        whole=Count("id"),
        part=Count("id", filter=Q(decided_at__lte=F("due_at"))),
        samples=Count("id", filter=Q(owner__is_demo=True)),
    )
    return Counted(found["part"], found["whole"], found["samples"] > 0)


def _markets_priced(start: datetime, end: datetime) -> Counted:
    """Days at a market in [start, end), and for how many of them prices were published."""
    first, after = timezone.localdate(start), timezone.localdate(end)
    rounds = Round.objects.filter(
        status=PriceStatus.VALIDATED, day__gte=first, day__lt=after, market__is_active=True
    ).aggregate(part=Count("id"), samples=Count("id", filter=Q(is_sample=True)))
    markets = Market.objects.filter(is_active=True).count()
    whole = markets * (after - first).days if rounds["part"] else 0
    return Counted(rounds["part"], whole, rounds["samples"] > 0)


KINDS = {
    "letters_on_time": FigureKind(
        _("Surat selesai dalam standar pelayanan"),
        "surat yang terbit sampai batas waktunya / semua surat yang terbit dalam periode",
        "Portal Kota Kupang, Sodamolek Surat",
        _letters_on_time,
    ),
    "markets_priced": FigureKind(
        _("Harga pasar terbit setiap hari"),
        "putaran harga yang disahkan / (pasar yang didata x hari dalam periode)",
        "Portal Kota Kupang, harga pangan",
        _markets_priced,
    ),
}


def freeze(name: str, start: date, end: date) -> dict[str, Any]:
    """The figure `name` of the days `start` to `end` (both included) as it is now, ready to be kept.

    Whole numbers and texts only, so that its canonical form is the same after any store.
    """
    kind = KINDS[name]
    counted = kind.count(start_of_day(start), start_of_day(end + timedelta(days=1)))
    return {
        "name": name,
        "title": str(kind.title),
        "formula": kind.formula,
        "source": kind.source,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "part": counted.part,
        "whole": counted.whole,
        "percent": str(percent_running(counted.whole, counted.part)),
        "sample": counted.sample,
        "taken_at": timezone.now().isoformat(timespec="seconds"),
    }


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON of `data`: keys sorted, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
