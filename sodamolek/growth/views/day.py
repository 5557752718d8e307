"""A weighing day on a phone: open it, take a child, type two numbers, say what they mean, take the next."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from sodamolek.growth import queries, services
from sodamolek.growth.forms import MeasureForm, SessionForm
from sodamolek.growth.models import STAFF, Child, Measurement, Posyandu, WeighingSession
from sodamolek.growth.rules.categories import findings
from sodamolek.growth.rules.gain import completed_months

WORKERS = (Role.POSYANDU_WORKER, Role.PUSKESMAS)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The posyandu that are one's own, a weighing day to begin, and the latest ones."""
    user = person(request)
    posyandu = Posyandu.objects.visible_to(user).select_related("kelurahan", "puskesmas")
    form = (
        SessionForm(request.POST if request.method == "POST" else None, posyandu=posyandu)
        if user.has_role(*WORKERS)
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            row = services.open_session(form.cleaned_data["posyandu"], form.cleaned_data["day"], by=user)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            return redirect("growth:session", pk=row.pk)
    sessions = WeighingSession.objects.visible_to(user).select_related("posyandu__kelurahan")
    context = {
        "form": form,
        "page": keyset_page(posyandu.order_by("name", "id"), request),
        "sessions": sessions.order_by("-day", "-id")[:6],
    }
    return render(request, "growth/desk.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "HEAD"])
@never_cache
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody on the list: who waits first, then who is done with what was found."""
    row = _session(request, pk)
    rows = queries.day_list(row)
    context = {
        "session": row,
        "waiting": [item.child for item in rows if item.measurement is None],
        "done": [(item.child, item.measurement, _concerns(item.measurement)) for item in rows if item.measurement],
        "may_measure": person(request).has_role(*WORKERS),
    }
    return render(request, "growth/session_detail.html", context)


def _session(request: HttpRequest, pk: UUID) -> WeighingSession:
    rows = WeighingSession.objects.visible_to(person(request)).select_related("posyandu__kelurahan")
    return get_object_or_404(rows.select_related("posyandu__puskesmas", "posyandu__kelurahan"), pk=pk)


def _concerns(row: Measurement) -> list[object]:
    """The categories that are not plainly good, for the list; the body mass index repeats weight for height."""
    found = [item for item in findings(row.scores) if item.category and item.index != "bmi"]
    return [item.category for item in found if item.category and item.category.tone != "good"]


@roles(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def measure(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """One child: the form, and after it what the numbers say, in words for the mother."""
    row = _session(request, pk)
    user = person(request)
    children = Child.objects.visible_to(user).filter(posyandu=row.posyandu)
    found = get_object_or_404(children.select_related("posyandu"), pk=child)
    done = Measurement.objects.visible_to(user).filter(session=row, child=found).first()
    kept = {"weight": done.weight, "lenhei": done.lenhei, "way": done.way, "oedema": done.oedema} if done else {}
    form = MeasureForm(
        request.POST if request.method == "POST" else None, submit=_("Simpan dan lihat hasil"), initial=kept
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.measure(row, found, form.measured, by=user)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("growth:measure", pk=row.pk, child=found.pk)
    context = {
        "session": row,
        "child": found,
        "months": completed_months(found.birth_date, row.day),
        "done": done,
        "findings": findings(done.scores) if done else [],
        "form": form,
        "following": next((item.child for item in queries.day_list(row) if item.measurement is None), None),
    }
    return render(request, "growth/measure.html", context)
