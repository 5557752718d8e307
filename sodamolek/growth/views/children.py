"""A posyandu's children, one child's growth, and what parents see of their own."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles, signed_in
from core.forms import add_service_errors
from sodamolek.growth import queries, services
from sodamolek.growth.forms import ChildForm
from sodamolek.growth.models import STAFF, Child, Posyandu
from sodamolek.growth.rules.categories import findings
from sodamolek.growth.rules.gain import completed_months
from sodamolek.growth.views.curves import height_curve, weight_curve
from sodamolek.growth.views.day import WORKERS


def posyandu_or_404(request: HttpRequest, pk: UUID) -> Posyandu:
    rows = Posyandu.objects.visible_to(person(request)).select_related("kelurahan", "puskesmas")
    return get_object_or_404(rows, pk=pk)


@roles(*STAFF)
@require_safe
@never_cache
def posyandu(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of children, by name (which is encrypted, so it is sorted here)."""
    row = posyandu_or_404(request, pk)
    today = timezone.localdate()
    children = sorted(queries.active_children([row], today), key=lambda child: child.name.casefold())
    context = {
        "posyandu": row,
        "children": [(child, completed_months(child.birth_date, today)) for child in children],
        "may_add": person(request).has_role(*WORKERS),
    }
    return render(request, "growth/posyandu_detail.html", context)


@roles(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new child on the list."""
    row = posyandu_or_404(request, pk)
    form = ChildForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            child = services.register_child(row, form.said, by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Anak terdaftar."))
            return redirect("growth:child", pk=child.pk)
    return render(request, "growth/child_new.html", {"form": form, "posyandu": row})


@signed_in
@require_safe
@never_cache
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One child: what the last measurement says, the curves, every measurement. For its posyandu and its parents."""
    user = person(request)
    rows = Child.objects.visible_to(user).select_related("posyandu__kelurahan", "posyandu__puskesmas")
    child = get_object_or_404(rows, pk=pk)
    measured = queries.scored(child)
    last = measured[-1] if measured else None
    staff = Posyandu.objects.visible_to(user).filter(pk=child.posyandu_id).exists()
    context = {
        "child": child,
        "months": completed_months(child.birth_date, timezone.localdate()),
        "last": last,
        "findings": findings(last.scores) if last else [],
        "measured": [(row, findings(row.scores)) for row in reversed(measured)],
        "height": height_curve(child, measured),
        "weight": weight_curve(child, measured),
        "is_staff": staff,
        "may_leave": staff and user.has_role(*WORKERS) and child.left_on is None,
    }
    return render(request, "growth/child_detail.html", context)


@roles(*WORKERS)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a child off the list; its measurements stay."""
    child = get_object_or_404(Child.objects.visible_to(person(request)).select_related("posyandu__puskesmas"), pk=pk)
    services.leave(child, by=person(request))
    messages.success(request, _("Anak tidak lagi di daftar posyandu. Hasil timbangnya tetap tersimpan."))
    return redirect("growth:posyandu", pk=child.posyandu_id)


@signed_in
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Children of one's own family card."""
    user = person(request)
    today = timezone.localdate()
    family = Child.objects.visible_to(user).of_family(user).select_related("posyandu")
    children = [(child, completed_months(child.birth_date, today)) for child in family.order_by("birth_date")[:20]]
    return render(request, "growth/child_mine.html", {"children": children})
