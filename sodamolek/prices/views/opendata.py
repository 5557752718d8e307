"""Published prices and our index for machines: CSV and JSON."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.accounts.access import public
from sodamolek.prices import queries
from sodamolek.prices.forms import OpenDataForm, WeekForm
from sodamolek.prices.models import Commodity, Market
from sodamolek.prices.rules.weeks import Week

USUAL_DAYS = 30


class _Echo:
    """What a CSV writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _asked(request: HttpRequest) -> OpenDataForm:
    """The range asked for; without one the last 30 days up to the latest prices."""
    last = queries.latest_day() or timezone.localdate()
    usual = {"dari": last - timedelta(days=USUAL_DAYS - 1), "sampai": last}
    return OpenDataForm({**usual, **{name: value for name, value in request.GET.items() if value}})


def _refusal(form: OpenDataForm | WeekForm) -> JsonResponse:
    return JsonResponse({"errors": form.errors}, status=400, json_dumps_params={"ensure_ascii": False})


def _rows(form: OpenDataForm) -> Iterator[tuple[Any, ...]]:
    clean = form.cleaned_data
    return queries.open_rows(clean["dari"], clean["sampai"], clean["komoditas"], clean["pasar"])


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the open data are, their fields, codes and source."""
    last = queries.latest_day() or timezone.localdate()
    context = {
        "fields": queries.OPEN_FIELDS,
        "markets": Market.objects.visible_to(None),
        "commodities": Commodity.objects.visible_to(None),
        "week": Week.of(last),
        "first": last - timedelta(days=USUAL_DAYS - 1),
        "last": last,
    }
    return render(request, "prices/data_about.html", context)


@public
@require_safe
def prices_csv(request: HttpRequest) -> HttpResponseBase:
    """Published prices as CSV, streamed."""
    form = _asked(request)
    if not form.is_valid():
        return _refusal(form)
    writer = csv.writer(_Echo())
    lines = (writer.writerow((*row[:-1], "ya" if row[-1] else "tidak")) for row in _rows(form))
    start = writer.writerow(queries.OPEN_FIELDS)
    response = StreamingHttpResponse(_chain(start, lines), content_type="text/csv; charset=utf-8")
    name = f"harga-kupang-{form.cleaned_data['dari']}-{form.cleaned_data['sampai']}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


@public
@require_safe
def prices_json(request: HttpRequest) -> HttpResponse:
    """Published prices as JSON, with their source."""
    form = _asked(request)
    if not form.is_valid():
        return _refusal(form)
    rows = [dict(zip(queries.OPEN_FIELDS, row, strict=True)) for row in _rows(form)]
    body = {
        "sumber": _("Portal Kota Kupang, survei harga pasar"),
        "dari": form.cleaned_data["dari"],
        "sampai": form.cleaned_data["sampai"],
        "harga": rows,
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def index_json(request: HttpRequest) -> HttpResponse:
    """Our index of a week, as `manage.py price_index` prints it."""
    form = WeekForm(request.GET)
    if not form.is_valid():
        return _refusal(form)
    wanted = form.cleaned_data["minggu"] or Week.of(queries.latest_day() or timezone.localdate())
    report = queries.week_report(wanted)
    if report is None:
        return JsonResponse({"errors": {"minggu": [_("Belum ada harga untuk minggu itu.")]}}, status=404)
    return JsonResponse(queries.index_as_dict(report), json_dumps_params={"ensure_ascii": False})
