"""The camat's desk: read what a lurah signed, sign beside, or hand it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core.accounts.access import roles
from core.accounts.rules import Role
from core.documents.services.issuing import signs_remotely
from core.files.responses import attachment
from core.forms import add_service_errors
from core.workflow import IllegalMove
from sodamolek.letters import queries, services
from sodamolek.letters.forms.desk import GiveUpForm, PassphraseForm
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.steps import to_countersign
from sodamolek.letters.services.common import Changed
from sodamolek.letters.services.pictures import picture_of
from sodamolek.letters.views.common import person
from sodamolek.letters.views.desk import is_own, refused
from sodamolek.letters.views.steps import waiting_page
from sodamolek.letters.workflow import Status


def _find(request: HttpRequest, pk: UUID) -> LetterRequest:
    """A letter that waits or waited for this camat."""
    rows = LetterRequest.objects.visible_to(person(request))
    rows = rows.filter(countersign_office_id__in=person(request).offices_with(Role.CAMAT))
    return get_object_or_404(
        rows.select_related("kind", "office", "owner", "resident", "document__file", "countersign_office"), pk=pk
    )


@roles(Role.CAMAT)
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Letters of the kelurahan below that wait for this camat."""
    title = _("Menunggu tanda tangan camat")
    lead = _("Surat kelurahan yang sudah ditandatangani lurah dan perlu diketahui camat.")
    return waiting_page(request, to_countersign(person(request)), title, lead, "letters:countersign")


@sensitive_post_parameters("passphrase")
@roles(Role.CAMAT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def countersign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read one letter as the lurah signed it, and sign beside."""
    row = _find(request, pk)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {"passphrase": form.cleaned_data["passphrase"], "stamp": request.POST.get("stamp")}
        try:
            services.countersign_request(row, by=person(request), **given)
        except (Changed, IllegalMove) as error:
            refused(request, error)
            return redirect("letters:countersign", pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Surat %s sudah Anda tanda tangani.") % _number(row))
            return redirect("letters:countersign_queue")
    return _sheet(request, row, form=form, code=422 if form.errors else 200)


@roles(Role.CAMAT)
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand a letter back to the kelurahan; its number is cancelled."""
    row = _find(request, pk)
    form = GiveUpForm(request.POST, prefix="batal")
    if form.is_valid():
        try:
            services.decline(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("%s dikembalikan ke kelurahan; nomornya dibatalkan.") % row.reference)
            return redirect("letters:countersign_queue")
    return _sheet(request, row, give_up_form=form, code=422)


@roles(Role.CAMAT)
@require_GET
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter that the lurah signed, as a picture."""
    row = _find(request, pk)
    if row.status != Status.AWAITING_CAMAT:
        raise Http404
    data = picture_of(services.read_pending(row, by=person(request)))
    return attachment(data, "surat.png", "image/png", inline=True)


def _number(row: LetterRequest) -> str:
    return row.document.number_text if row.document else ""


def _sheet(request: HttpRequest, row: LetterRequest, *, code: int, **forms: Any) -> HttpResponse:
    sheet = queries.sheet_of(row)
    context: dict[str, Any] = {
        "row": row,
        "stamp": request.POST.get("stamp") or row.stamp,
        "rows": sheet.rows(),
        "documents": queries.documents_by_requirement(row, sheet),
        "own": is_own(request, row),
        "by_bsre": signs_remotely(person(request)),
        "waiting": row.status == Status.AWAITING_CAMAT,
        "form": PassphraseForm(),
        "give_up_form": GiveUpForm(prefix="batal"),
        **forms,
    }
    return render(request, "letters/request_countersign.html", context, status=code)
