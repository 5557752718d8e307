"""What everybody reads: the index with its arithmetic, the years, the instruments, what-if."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.accounts.access import public
from smartcity_eval.forms.leading import WhatIfForm
from smartcity_eval.models import Assessment, AssessmentQuerySet, Instrument
from smartcity_eval.queries import programmes, scores
from smartcity_eval.rules.reading import as_json
from smartcity_eval.views import charts
from smartcity_eval.views.common import find_assessment


@public
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """The newest published index, the years before it, and the programmes."""
    rows = scores.published(request.user)
    years = scores.years(rows)
    context = {
        "told": scores.report(rows[0]) if rows else None,
        "years": years,
        "bars": charts.years_bars(years),
        "heat": charts.aspects_heat(rows),
        "standing": programmes.standing(request.user),
        "instruments": scores.current_instruments(),
    }
    return render(request, "smartcity_eval/assessment_summary.html", context)


@public
@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One published assessment in full."""
    row = get_object_or_404(_published(request), pk=pk)
    told = scores.report(row)
    context = {"told": told, "radar": charts.aspects_radar(told)}
    return render(request, "smartcity_eval/assessment_result.html", context)


@public
@require_safe
def result_data(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as open data."""
    row = get_object_or_404(_published(request), pk=pk)
    told = scores.report(row)
    data = {
        **as_json(told.spec, told.score),
        "year": row.year,
        "stage": row.stage,
        "nature": row.nature,
        "source": row.source,
        "sample": row.is_sample,
        "published_at": row.published_at,
        "sha256": row.sha256,
        "levels": {str(number): float(value) for number, value in told.levels.items()},
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def result_table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The indicators as CSV; all texts are the instrument's own, so no cell can be a formula of a stranger."""
    row = get_object_or_404(_published(request), pk=pk)
    told = scores.report(row)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="evaluasi-{row.instrument.code}-{row.year}.csv"'
    writer = csv.writer(response)
    writer.writerow(["sifat", "aspek", "indikator", "nama", "bobot_persen", "nilai", "tingkat"])
    for name, cells in told.cells:
        for cell in cells:
            one = cell.indicator
            line = [charts.said_of(row), name, one.no, one.name, one.weight, cell.level, cell.level_name]
            writer.writerow(line)
    return response


def _published(request: HttpRequest) -> AssessmentQuerySet:
    return Assessment.objects.visible_to(request.user).published().select_related("instrument", "office")


@public
@require_safe
def what_if(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the index would be with other levels, and the five steps that gain most."""
    told = scores.report(find_assessment(request, pk))
    form = WhatIfForm(request.GET or None, spec=told.spec)
    answer = scores.what_if(told, form.wished if request.GET else {})
    context = {
        "told": told,
        "form": form,
        "answer": answer,
        "radar": charts.aspects_radar(told, answer.after if answer.changed else None),
        "bands": scores.bands_of(told.spec, answer.after),
        "with_steps": scores.after_steps(told, answer.steps),
    }
    return render(request, "smartcity_eval/assessment_what_if.html", context)


@public
@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """An instrument: where it comes from, its formula, weights and bands."""
    row = get_object_or_404(Instrument.objects.visible_to(request.user).filter(is_current=True), code=code)
    return render(request, "smartcity_eval/instrument_detail.html", {"row": row, "spec": row.spec})
