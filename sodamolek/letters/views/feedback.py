"""The satisfaction survey: answering it, and its published figures."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import public, signed_in
from core.accounts.models import User
from core.forms import add_service_errors
from core.web.charts import Bar, BarChart
from sodamolek.letters.forms.feedback import SurveyForm
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries import survey as figures
from sodamolek.letters.rules.survey import ELEMENTS, HIGHEST, LEAST_ANSWERS, Result, closed_quarters
from sodamolek.letters.services import survey as services
from sodamolek.letters.views.common import my_request, person

# The request that this session opened by reference and PIN, and the PIN's version (views/public.py).
TRACKED = "letters_opened_by_pin"


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant's nine answers about a finished letter of their own."""
    return _survey(request, my_request(request, pk, "kind", "office"), person(request), "letters:request", pk)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def tracked_survey(request: HttpRequest) -> HttpResponse:
    """The same for who came with reference and PIN and has no account."""
    row = figures.opened_by_pin(*request.session.get(TRACKED, (None, 0)))
    if row is None:
        return redirect("letters:track")
    return _survey(request, row, None, "letters:survey_results")


def _survey(request: HttpRequest, row: LetterRequest, by: User | None, after: str, *args: Any) -> HttpResponse:
    if not figures.may_answer(row):
        messages.info(request, _("Survei dapat diisi sekali, setelah suratnya jadi."))
        return redirect(after, *args)
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_survey(row, form.cleaned_data, by=by)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Terima kasih. Penilaian Anda tersimpan tanpa nama."))
            return redirect(after, *args)
    code = 422 if form.is_bound else 200
    return render(request, "letters/survey_form.html", {"row": row, "form": form}, status=code)


@public
@require_safe
def survey_results(request: HttpRequest) -> HttpResponse:
    """The index of a quarter that is over: city, offices, kinds of letters."""
    quarters = closed_quarters(timezone.localdate())
    wanted = request.GET.get("triwulan", "")
    quarter = next((found for found in quarters if _name(found) == wanted), quarters[0])
    found = figures.survey_figures(quarter)
    context = {
        "found": found,
        "quarters": [(_name(one), _label(one)) for one in quarters],
        "wanted": _name(quarter),
        "label": _label(quarter),
        "least": LEAST_ANSWERS,
        "chart": _chart(found.whole, _label(quarter)) if found.whole else None,
    }
    return render(request, "letters/survey_results.html", context)


def _name(quarter: date) -> str:
    return f"{quarter.year}-T{quarter.month // 3 + 1}"


def _label(quarter: date) -> str:
    return _("triwulan %(number)d %(year)d") % {"number": quarter.month // 3 + 1, "year": quarter.year}


def _chart(result: Result, label: str) -> BarChart:
    return BarChart(
        _("Nilai rata-rata menurut unsur"),
        [Bar(str(e.name), float(mean), reference=HIGHEST) for e, mean in zip(ELEMENTS, result.means, strict=True)],
        decimals=2,
        value_name=_("Nilai 1 sampai 4"),
        reference_name=_("Nilai tertinggi, %d") % HIGHEST,
        label_name=_("Unsur"),
        note=_("Survei kepuasan portal, %(period)s, %(count)d jawaban.") % {"period": label, "count": result.answers},
    )
