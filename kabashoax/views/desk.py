"""The desk: reports that came in, and the claims that are made of them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.files import services as files
from core.files.responses import attachment
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.workflow import IllegalMove
from kabashoax.forms.desk import ClaimForm, ReasonForm
from kabashoax.models import DESK_ROLES, Claim, Evidence, Report
from kabashoax.queries import desk
from kabashoax.services import triage
from kabashoax.workflow import PUBLIC, ClaimStatus, ReportStatus

PARTS = {
    "laporan": gettext_lazy("Laporan baru"),
    "periksa": gettext_lazy("Sedang diperiksa"),
    "usulan": gettext_lazy("Menunggu editor"),
    "terbit": gettext_lazy("Terbit"),
}
STATUSES = {
    "periksa": (ClaimStatus.CHECKING,),
    "usulan": (ClaimStatus.PROPOSED, ClaimStatus.CORRECTING),
    "terbit": PUBLIC,
}


@roles(*DESK_ROLES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One part of the desk; an editor's usual one is what waits for publication."""
    user = person(request)
    usual = "laporan" if user.has_role(Role.FACT_CHECKER) else "usulan"
    part = request.GET.get("bagian", usual)
    if part not in PARTS:
        part = usual
    rows: Any = desk.reports(user) if part == "laporan" else desk.claims(user, *STATUSES[part])
    context = {"part": part, "parts": PARTS.items(), "page": keyset_page(rows, request)}
    return render(request, "kabashoax/desk.html", context)


def find_report(request: HttpRequest, pk: UUID) -> Report:
    """A report at one of the person's offices."""
    rows = Report.objects.visible_to(person(request)).select_related("office", "kelurahan", "claim", "decided_by")
    return get_object_or_404(rows.defer("contact").prefetch_related("pictures"), pk=pk)


def show_report(request: HttpRequest, row: Report, *, failed: forms.BaseForm | None = None) -> HttpResponse:
    """The report with the claims it may belong to, and the forms; `failed` is the one with errors."""
    title = " ".join(row.text.split())[:120]
    opening = failed if isinstance(failed, ClaimForm) else ClaimForm(initial={"title": title, "wording": row.text})
    context = {
        "row": row,
        "candidates": desk.candidates(row) if row.status == ReportStatus.SUBMITTED else [],
        "open_form": opening,
        "reject_form": failed if isinstance(failed, ReasonForm) else ReasonForm(),
        "can_decide": row.status == ReportStatus.SUBMITTED
        and person(request).has_role(Role.FACT_CHECKER, office_id=row.office_id),
    }
    return render(request, "kabashoax/report_check.html", context, status=422 if failed else 200)


@roles(*DESK_ROLES)
@never_cache
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report."""
    return show_report(request, find_report(request, pk))


@roles(Role.FACT_CHECKER)
@require_POST
def open_claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a claim out of the report."""
    row, form = find_report(request, pk), ClaimForm(request.POST)
    if not form.is_valid():
        return show_report(request, row, failed=form)
    try:
        claim = triage.open_claim(row, **form.cleaned_data, by=person(request))
    except IllegalMove as error:
        messages.warning(request, error.messages[0])
        return redirect("kabashoax:report_check", row.pk)
    messages.success(request, _("Klaim dibuka. Cari sumbernya, lalu usulkan hasilnya."))
    return redirect("kabashoax:work", claim.pk)


@roles(Role.FACT_CHECKER)
@require_POST
def join_claim(request: HttpRequest, pk: UUID, claim_pk: UUID) -> HttpResponse:
    """Add the report to a claim that is there already."""
    row = find_report(request, pk)
    claim = get_object_or_404(Claim.objects.visible_to(person(request)), pk=claim_pk)
    try:
        triage.join_claim(row, claim, by=person(request))
    except IllegalMove as error:
        messages.warning(request, error.messages[0])
        return redirect("kabashoax:report_check", row.pk)
    messages.success(request, _("Laporan digabungkan dengan klaim yang sudah ada."))
    return redirect("kabashoax:desk")


@roles(Role.FACT_CHECKER)
@require_POST
def reject(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse the report with a reason."""
    row, form = find_report(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            triage.reject_report(row, reason=form.cleaned_data["reason"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Laporan ditolak; pelapor membaca alasannya."))
            return redirect("kabashoax:desk")
    return show_report(request, row, failed=form)


@roles(*DESK_ROLES)
@never_cache
@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A picture that came with a report."""
    row = get_object_or_404(Evidence.objects.visible_to(person(request)).select_related("file"), pk=pk)
    return attachment(files.read(row.file), "bukti.jpg", row.file.content_type, inline=True)
