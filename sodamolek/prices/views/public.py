"""What everybody sees: today's prices, one commodity, our weekly index."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.access import public
from core.web.charts import Bar, BarChart, LineChart, Series
from sodamolek.prices import queries
from sodamolek.prices.forms import DayForm, WeekForm
from sodamolek.prices.models import Commodity
from sodamolek.prices.rules.weeks import Week

HISTORY_DAYS = 90
WEEKS = 26
MOST_DRIVERS = 8


@public
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The latest day's prices, or those of the day and market that were asked for."""
    form = DayForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = wanted.get("tanggal") or queries.latest_day()
    market = wanted.get("pasar")
    rows = queries.day_table(day, market) if day else []
    context = {
        "form": form,
        "day": day,
        "market": market,
        "rows": rows,
        "any_price": any(row.day.price for row in rows),
        "sample": day is not None and queries.has_samples(day - timedelta(days=queries.EARLIER_DAYS), day),
        "chart": _changes(rows),
    }
    return render(request, "prices/price_today.html", context)


def _changes(rows: list[queries.DayRow]) -> BarChart | None:
    """What moved since yesterday, the most first; None when nothing did."""
    moved = [(row.commodity.name, row.day.percent) for row in rows if row.day.percent]
    moved.sort(key=lambda pair: -abs(pair[1]))
    bars = [Bar(name, percent, tone="bad" if percent > 0 else "good") for name, percent in moved[:MOST_DRIVERS]]
    title = _("Perubahan terbesar dari kemarin")
    return BarChart(title, bars, _("persen"), 2, _("Perubahan"), label_name=_("Komoditas")) if bars else None


@public
@require_safe
def commodity(request: HttpRequest, code: str) -> HttpResponse:
    """One commodity at each market over the last three months."""
    row = get_object_or_404(Commodity.objects.visible_to(None), code=code)
    last = queries.latest_day() or timezone.localdate()
    first = last - timedelta(days=HISTORY_DAYS - 1)
    unit = _("rupiah per %s") % row.unit
    by_market = queries.history(row, first, last)
    mean = Series(_("Rata-rata"), queries.mean_history(by_market))
    chart = LineChart(_("Rata-rata pasar yang didata"), [mean], unit)
    markets = LineChart(_("Per pasar"), [Series(name, points) for name, points in by_market.items()], unit)
    context = {
        "row": row,
        "chart": chart,
        "markets": markets,
        "first": first,
        "last": last,
        "sample": queries.has_samples(first, last),
    }
    return render(request, "prices/commodity_detail.html", context)


@public
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Our index of a week, what drives it, and the weeks before."""
    form = WeekForm(request.GET or None)
    asked = form.cleaned_data["minggu"] if form.is_bound and form.is_valid() else None
    wanted = asked or Week.of(queries.latest_day() or timezone.localdate())
    report = queries.week_report(wanted)
    context: dict[str, Any] = {"form": form, "week": wanted, "report": report, "previous": wanted.back(1)}
    following = wanted.back(-1)
    context["following"] = following if following.first <= timezone.localdate() else None
    if report is not None:
        context["drivers"] = _drivers(report)
        context["most_varied"] = report.names.get(report.most_varied or "")
        points = [(w.first, found.index if found else None) for w, found in queries.weekly_indices(wanted, WEEKS)]
        context["trend"] = LineChart(
            _("Indeks mingguan"),
            [Series(_("Indeks"), points)],
            _("bulan sebelumnya = 100"),
            2,
            note=_("Tanggal adalah hari Senin minggu itu."),
        )
    return render(request, "prices/index_week.html", context)


def _drivers(report: queries.WeekReport) -> BarChart:
    bars = [
        Bar(report.names[d.commodity], d.contribution, tone="bad" if d.contribution > 0 else "good")
        for d in report.index.drivers[:MOST_DRIVERS]
        if d.contribution
    ]
    return BarChart(
        _("Komoditas pendorong"), bars, _("andil, poin persen"), 2, _("Andil"), label_name=_("Komoditas"),
        note=_("Bergaris merah: menaikkan indeks. Hijau: menurunkan."),
    )  # fmt: skip
