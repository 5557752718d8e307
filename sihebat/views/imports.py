"""Files of fills: sending one, watching it, what became of it, and the rows that were refused."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.models import User
from core.files.responses import attachment
from sihebat.forms.imports import ImportForm
from sihebat.models import ImportBatch
from sihebat.rules.sheet import COLUMNS, OPTIONAL
from sihebat.services import importing
from sihebat.services.importing import SENDERS
from sihebat.views.common import saved, status_of, tried, watched

SHOWN_ERRORS = 50


def find(request: HttpRequest, pk: UUID) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(person(request))
    return get_object_or_404(visible.select_related("job", "created_by"), pk=pk)


@roles(*SENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Send a file; with "uji coba" nothing is kept of it but its result."""
    user = person(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if batch := saved(request, form, lambda: _ask(form, user)):
        return redirect("sihebat:import", batch.pk)
    context = {
        "form": form,
        "columns": COLUMNS,
        "optional": OPTIONAL,
        "batches": ImportBatch.objects.visible_to(user).select_related("job")[:10],
    }
    return render(request, "sihebat/import_form.html", context, status=status_of(form))


def _ask(form: ImportForm, user: User) -> ImportBatch:
    said = form.cleaned_data
    upload = said["file"]
    return importing.ask_import(
        upload, filename=upload.name, provider=said["provider"], dry_run=said["dry_run"], by=user
    )


@roles(*SENDERS)
@require_safe
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a file is; then how many rows were new, known, refused, and why."""
    batch = find(request, pk)
    context = {"batch": batch, "errors": batch.errors[:SHOWN_ERRORS]}
    partial = "sihebat/partials/_import_progress.html"
    return watched(request, "sihebat/import_detail.html", partial, context, over=batch.finished_at is not None)


@roles(*SENDERS)
@require_POST
def import_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = find(request, pk)
    tried(request, lambda: importing.cancel_import(batch, by=person(request)))
    return redirect("sihebat:import", pk)


@roles(*SENDERS)
@require_POST
def import_continue(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = find(request, pk)
    tried(request, lambda: importing.continue_import(batch, by=person(request)))
    return redirect("sihebat:import", pk)


@roles(*SENDERS)
@require_safe
def import_errors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows as CSV, to mend and send again."""
    batch = find(request, pk)
    return attachment(importing.error_rows(batch), f"baris-ditolak-{batch.pk.hex[-8:]}.csv", "text/csv; charset=utf-8")
