"""Files of fills: sending one, what became of it, and the rows that were refused."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.files.responses import attachment
from sihebat.forms.fills import ImportForm, add_service_errors
from sihebat.models import ImportBatch
from sihebat.rules.sheet import COLUMNS, OPTIONAL
from sihebat.services.importing import error_rows, import_fills

SENDERS = (Role.BKAD_OFFICER, Role.FUEL_CLERK)
SHOWN_ERRORS = 50


@roles(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Send a file; with "uji coba" nothing is kept of it but its result."""
    user = person(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        offices = None if user.has_role(Role.BKAD_OFFICER) else user.offices_with(Role.FUEL_CLERK)
        upload = form.cleaned_data["file"]
        try:
            batch = import_fills(
                upload.file,
                filename=upload.name,
                provider=form.cleaned_data["provider"],
                by=user,
                offices=offices,
                dry_run=form.cleaned_data["dry_run"],
            )
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            return redirect("sihebat:import", batch.pk)
    context = {
        "form": form,
        "columns": COLUMNS,
        "optional": OPTIONAL,
        "batches": ImportBatch.objects.visible_to(user)[:10],
    }
    return render(request, "sihebat/import_form.html", context, status=422 if form.errors else 200)


@roles(*SENDERS)
@require_safe
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many rows were new, known, refused, and why."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    return render(request, "sihebat/import_detail.html", {"batch": batch, "errors": batch.errors[:SHOWN_ERRORS]})


@roles(*SENDERS)
@require_safe
def import_errors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows as CSV, to mend and send again."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(person(request)), pk=pk)
    return attachment(error_rows(batch), f"baris-ditolak-{batch.pk.hex[-8:]}.csv", "text/csv; charset=utf-8")
