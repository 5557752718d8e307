"""The coordinator's desk: open a year, assign, enter values, publish; and everybody's list of what they work on."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from smartcity_eval import services
from smartcity_eval.forms.answering import ReasonForm
from smartcity_eval.forms.leading import AssignForm, OpenForm, TargetsForm, ValuesForm
from smartcity_eval.models import STAFF, Assessment, Evidence, IndicatorLevel
from smartcity_eval.queries import desk as desk_queries
from smartcity_eval.queries import scores
from smartcity_eval.services.answers import given_numbers
from smartcity_eval.views import charts
from smartcity_eval.views.common import find_worked_on, refused
from smartcity_eval.workflow import ASSESSMENT

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@roles(*STAFF)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The assessments this person works on, and what waits in them."""
    user = person(request)
    context = {
        "page": keyset_page(desk_queries.desk(user).order_by("-year", "-id"), request),
        "waiting": desk_queries.assessor_queue(user).count(),
        "returned": desk_queries.returned_to(user),
        "can_open": user.has_role(Role.SPBE_COORDINATOR),
        "can_assess": user.has_role(Role.ASSESSOR),
    }
    return render(request, "smartcity_eval/assessment_list.html", context)


@roles(Role.SPBE_COORDINATOR)
@get_or_post
def open_year(request: HttpRequest) -> HttpResponse:
    """Open a year's assessment."""
    posted = request.method == "POST"
    initial = {"year": timezone.localdate().year, "nature": Assessment.Nature.SIMULATION}
    form = OpenForm(request.POST if posted else None, user=person(request), initial=initial)
    if posted and form.is_valid():
        try:
            row = services.open_assessment(services.Opening(**form.cleaned_data), by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            if row.is_typed:
                messages.success(request, _("Penilaian dibuka. Salin nilai tiap indikator dari hasilnya."))
                return redirect("smartcity_eval:values", row.pk)
            messages.success(request, _("Penilaian dibuka. Tentukan perangkat daerah yang menjawab tiap indikator."))
            return redirect("smartcity_eval:assign", row.pk)
    context = {"form": form}
    return render(request, "smartcity_eval/assessment_open.html", context, status=422 if posted else 200)


@roles(*STAFF)
@require_safe
def dashboard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The index as it stands, and the indicators this person works on."""
    return _show(request, find_worked_on(request, pk))


def _show(request: HttpRequest, row: Assessment, *, code: int = 200, **forms: Any) -> HttpResponse:
    user = person(request)
    rows = list(desk_queries.indicators(user, row))
    for level in rows:
        level.assessment = row
    told = scores.report(row, {level.number: level.pk for level in rows})
    aims = {level.number: Decimal(level.target) for level in rows if level.target and level.target > level.counted}
    context = {
        "row": row,
        "told": told,
        "radar": charts.aspects_radar(told),
        "rows": rows,
        "with_targets": scores.what_if(told, aims) if aims else None,
        "moves": ASSESSMENT.available(row, user),
        "leads": user.has_role(Role.SPBE_COORDINATOR, office_id=row.office_id),
        "has_given": bool(given_numbers(row)),
        "reopen_form": ReasonForm(),
        **forms,
    }
    return render(request, "smartcity_eval/assessment_detail.html", context, status=code)


@roles(Role.SPBE_COORDINATOR)
@get_or_post
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which office answers which indicator."""
    row = find_worked_on(request, pk)
    sent = Evidence.objects.visible_to(request.user).filter(indicator_level=OuterRef("pk"))
    rows = _levels(request, row).exclude(number__in=given_numbers(row)).annotate(has_evidence=Exists(sent))
    form = AssignForm(request.POST if request.method == "POST" else None, rows=_with(row, rows))
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_offices(row, form.chosen, by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Pembagian indikator disimpan."))
            return redirect("smartcity_eval:assessment", pk)
    lead = _("Perangkat daerah yang menjawab tiap indikator. Indikator yang sudah berbukti tidak dapat dipindahkan.")
    return _form_page(request, row, form, title=_("Pembagian indikator"), lead=lead)


@roles(Role.SPBE_COORDINATOR)
@get_or_post
def values(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Values that a decree or another body gives."""
    row = find_worked_on(request, pk)
    rows = _with(row, _levels(request, row).filter(number__in=given_numbers(row)))
    form = ValuesForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_values(row, form.values, source=form.cleaned_data["source"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Nilai disimpan."))
            return redirect("smartcity_eval:assessment", pk)
    lead = _("Nilai 1 sampai 5, boleh pecahan dengan koma. Yang kosong dihitung 1.")
    return _form_page(request, row, form, title=_("Isi nilai"), lead=lead)


@roles(Role.SPBE_COORDINATOR)
@get_or_post
def targets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The level that the city aims at, for each indicator."""
    row = find_worked_on(request, pk)
    rows, posted = _with(row, _levels(request, row)), request.method == "POST"
    form = TargetsForm(request.POST if posted else None, rows=rows, spec=row.instrument.spec)
    if posted and form.is_valid():
        try:
            services.set_targets(row, form.targets, by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Target disimpan."))
            return redirect("smartcity_eval:assessment", pk)
    lead = _(
        "Tingkat yang ingin dicapai tiap indikator. "
        "Target tidak mengubah indeks; yang dihitung tetap bukti yang diterima."
    )
    return _form_page(request, row, form, title=_("Target"), lead=lead)


def _form_page(request: HttpRequest, row: Assessment, form: Form, *, title: str, lead: str) -> HttpResponse:
    context = {"row": row, "form": form, "title": title, "lead": lead}
    return render(request, "smartcity_eval/assessment_form.html", context, status=422 if form.is_bound else 200)


def _levels(request: HttpRequest, row: Assessment) -> Any:
    return IndicatorLevel.objects.visible_to(request.user).filter(assessment=row).order_by("number")


def _with(assessment: Assessment, rows: Any) -> list[IndicatorLevel]:
    """The rows with their assessment at hand, so that none asks for it again."""
    found = list(rows)
    for row in found:
        row.assessment = assessment
    return found


@roles(Role.SPBE_COORDINATOR)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the public read it."""
    row = find_worked_on(request, pk)
    try:
        services.publish(row, by=person(request))
    except ValidationError as error:
        refused(request, error)
    else:
        messages.success(request, _("Diterbitkan. Siapa pun dapat membacanya di halaman Evaluasi."))
    return redirect("smartcity_eval:assessment", pk)


@roles(Role.SPBE_COORDINATOR)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back to be mended."""
    row = find_worked_on(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.reopen(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Penilaian dibuka lagi dan tidak tampil untuk umum."))
            return redirect("smartcity_eval:assessment", pk)
    return _show(request, row, code=422, reopen_form=form)
