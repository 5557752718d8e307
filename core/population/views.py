"""How the register was used, for whoever answers for the agreement."""

import csv
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.accounts.access import roles
from core.accounts.rules import Role
from core.population import queries
from core.population.forms import UsagePeriodForm
from core.population.models import UsageRecord
from core.population.providers import is_sample
from core.population.rules.usage import half_year

READERS = (Role.DUKCAPIL, Role.ADMINISTRATOR, Role.AUDITOR)


@roles(*READERS)
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """The half-yearly report on screen: questions by office and purpose, then elements with their results."""
    form, (start, end) = _period(request)
    elements = queries.element_totals(queries.element_report(start, end)) if form.is_valid() else []
    questions = queries.question_report(start, end) if form.is_valid() else []
    context = {
        "form": form,
        "start": start,
        "end": end,
        "questions": questions,
        "elements": elements,
        "asked": sum(row["queries"] for row in questions),
        "source": UsageRecord.Source(settings.REGISTER_PROVIDER).label,
        "agreement": settings.REGISTER_AGREEMENT,
        "sample": is_sample(),
        "last_import": queries.last_import(),
    }
    return render(request, "population/usage.html", context, status=200 if form.is_valid() else 400)


@roles(*READERS)
@require_safe
def usage_csv(request: HttpRequest) -> HttpResponse:
    """The report by element as a file."""
    form, (start, end) = _period(request)
    if not form.is_valid():
        return usage(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pemanfaatan-{start}-{end}.csv"'
    csv.writer(response).writerows(queries.report_lines(start, end))
    return response


def _period(request: HttpRequest) -> tuple[UsagePeriodForm, tuple[date, date]]:
    """The form, and its days; the half-year under way where nothing (good) was asked."""
    start, end = half_year(timezone.localdate())
    form = UsagePeriodForm(request.GET or {"dari": start, "sampai": end})
    if form.is_valid():
        start, end = form.cleaned_data["dari"], form.cleaned_data["sampai"]
    return form, (start, end)
