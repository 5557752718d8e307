"""Figures about the service: the city's for everybody, an office's by kind for who works there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.accounts.access import public, roles
from core.files.responses import attachment
from core.http import SPREADSHEET
from core.regions.models import Office
from core.web.charts import Bar, BarChart
from sodamolek.letters.models import OFFICE_ROLES
from sodamolek.letters.queries.statistics import Statistics, city_statistics, office_statistics, offices_of
from sodamolek.letters.rules.statistics import Span, choices, span
from sodamolek.letters.services.statistics import basis, workbook
from sodamolek.letters.views.common import person

# More bars than a phone shows are left to the table.
MOST_BARS = 12


@public
@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """The whole city by kelurahan and by kind of letter."""
    chosen = _span(request)
    found = city_statistics(chosen)
    tiles = {line.region: line.counts.received for line in found.offices if line.region}
    context = {**_context(found, chosen, _("Kota Kupang")), "tiles": tiles}
    return render(request, "letters/statistics_city.html", context)


@public
@require_safe
def city_xlsx(request: HttpRequest) -> HttpResponse:
    chosen = _span(request)
    return _file(city_statistics(chosen), chosen, _("Kota Kupang"), "kota")


@roles(*OFFICE_ROLES)
@never_cache
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """One of the person's own offices by kind of letter."""
    chosen, offices = _span(request), offices_of(person(request))
    at = _office(request, offices)
    found = office_statistics(person(request), at, chosen)
    context = {**_context(found, chosen, at.name), "offices": offices, "office": at}
    return render(request, "letters/statistics_office.html", context)


@roles(*OFFICE_ROLES)
@never_cache
@require_safe
def office_xlsx(request: HttpRequest) -> HttpResponse:
    chosen = _span(request)
    at = _office(request, offices_of(person(request)))
    return _file(office_statistics(person(request), at, chosen), chosen, at.name, at.code)


def _span(request: HttpRequest) -> Span:
    """The one that was asked for, or this month."""
    return span(request.GET.get("periode", "")) or choices(timezone.localdate())[0]


def _office(request: HttpRequest, offices: list[Office]) -> Office:
    """The one that was asked for, if it is the person's own, or the first of these."""
    wanted = request.GET.get("kantor", "")
    return next((found for found in offices if found.code == wanted), offices[0])


def _context(found: Statistics, chosen: Span, scope: str) -> dict[str, Any]:
    now = timezone.now()
    note = _("%(scope)s, %(period)s.") % {"scope": scope, "period": chosen.label}
    bars = [Bar(line.name, line.counts.received) for line in found.kinds[:MOST_BARS]]
    return {
        "found": found,
        "span": chosen,
        "spans": choices(timezone.localdate()),
        "basis": basis(),
        "now": now,
        "running": chosen.after > timezone.localdate(),
        "chart": BarChart(
            _("Permohonan diterima menurut jenis surat"),
            bars,
            value_name=_("Diterima"),
            label_name=_("Jenis surat"),
            note=note,
        ),
    }


def _file(found: Statistics, chosen: Span, scope: str, name: str) -> HttpResponse:
    data = workbook(found, chosen, scope, timezone.localtime())
    return attachment(data, f"statistik-surat-{name}-{chosen.name}.xlsx", SPREADSHEET)
