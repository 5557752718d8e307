"""The puskesmas's work list: short children to be measured again."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.workflow import IllegalMove
from sodamolek.growth import queries, services
from sodamolek.growth.forms import MeasureForm
from sodamolek.growth.models import Check
from sodamolek.growth.rules.gain import completed_months
from sodamolek.growth.workflow import CHECK, Status


@roles(Role.PUSKESMAS)
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, the longest first."""
    today = timezone.localdate()
    page = keyset_page(queries.open_checks(person(request)), request)
    rows = [(row, completed_months(row.child.birth_date, today), (today - row.asked_on).days) for row in page.rows]
    return render(request, "growth/check_list.html", {"page": page, "rows": rows})


@roles(Role.PUSKESMAS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Measure again; the answer stands on the same page."""
    user = person(request)
    rows = Check.objects.visible_to(user).select_related("child__posyandu__puskesmas", "found", "again")
    row = get_object_or_404(rows, pk=pk)
    form = MeasureForm(request.POST if request.method == "POST" else None, submit=_("Simpan ukur ulang"))
    if request.method == "POST" and form.is_valid():
        try:
            answered = services.answer_check(row, form.measured, by=user)
        except IllegalMove as error:
            messages.warning(request, error.messages[0])
            return redirect("growth:check", pk=row.pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            confirmed = answered.status == Status.CONFIRMED
            text = (
                _("Dipastikan pendek: dihitung sebagai stunting.") if confirmed else _("Tidak pendek: tidak dihitung.")
            )
            messages.success(request, text)
            return redirect("growth:check", pk=row.pk)
    context = {
        "row": row,
        "form": form if CHECK.available(row, user) else None,
        "months": completed_months(row.child.birth_date, timezone.localdate()),
    }
    return render(request, "growth/check_detail.html", context)
