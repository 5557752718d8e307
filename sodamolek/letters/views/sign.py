"""The lurah's desk: read, sign, revoke."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import roles
from core.accounts.rules import Role
from core.web.paging import keyset_page
from sodamolek.letters import queries, services
from sodamolek.letters.forms.desk import PassphraseForm, ReasonForm, add_service_errors
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.views.common import person
from sodamolek.letters.views.desk import find
from sodamolek.letters.workflow import LETTER, Status

MOST_AT_ONCE = 50


@roles(Role.LURAH)
@require_safe
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What the operator accepted and the lurah has not signed yet."""
    return _list(request, PassphraseForm())


def _list(request: HttpRequest, form: PassphraseForm, chosen: list[str] | None = None, code: int = 200) -> HttpResponse:
    rows = queries.desk_queue(person(request), Status.ACCEPTED)
    rows = rows.filter(office_id__in=person(request).offices_with(Role.LURAH))
    context = {"page": keyset_page(rows, request), "form": form, "chosen": chosen or [], "now": timezone.now()}
    return render(request, "letters/request_sign_queue.html", context, status=code)


@sensitive_post_parameters("passphrase")
@roles(Role.LURAH)
@require_POST
def sign_selected(request: HttpRequest) -> HttpResponse:
    """Sign the ticked requests, each in a transaction of its own."""
    chosen = request.POST.getlist("permohonan")[:MOST_AT_ONCE]
    form = PassphraseForm(request.POST)
    if form.is_valid():
        rows = _chosen_rows(request, chosen)
        try:
            if not rows:
                raise ValidationError(_("Centang dahulu surat yang hendak ditandatangani."))
            result = services.sign_many(rows, by=person(request), passphrase=form.cleaned_data["passphrase"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            _report(request, result)
            return redirect("letters:sign_queue")
    return _list(request, form, chosen, code=422)


def _chosen_rows(request: HttpRequest, chosen: list[str]) -> list[LetterRequest]:
    try:
        keys = [UUID(key) for key in chosen]
    except ValueError:
        return []
    return list(LetterRequest.objects.visible_to(person(request)).filter(pk__in=keys).order_by("due_at", "id"))


def _report(request: HttpRequest, result: services.SigningResult) -> None:
    done = len(result.signed)
    if done:
        text = ngettext("%d surat ditandatangani.", "%d surat ditandatangani.", done) % done
        messages.success(request, text)
    for row, reason in result.failed:
        messages.warning(request, f"{row.reference}: {reason}")


@sensitive_post_parameters("passphrase")
@roles(Role.LURAH)
@never_cache
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read one letter as it will look, and sign it."""
    row = find(request, pk)
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signed = services.sign_request(row, by=person(request), passphrase=form.cleaned_data["passphrase"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            number = signed.document.number_text if signed.document else ""
            messages.success(request, _("Surat %s sudah ditandatangani.") % number)
            return redirect("letters:sign_queue")
    if request.method != "POST" and "sign" not in LETTER.available(row, person(request)):
        return redirect("letters:check", pk)
    return _sheet(request, row, form, code=422 if form.errors else 200)


def _sheet(request: HttpRequest, row: LetterRequest, form: PassphraseForm, code: int) -> HttpResponse:
    sheet = queries.sheet_of(row)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "rows": sheet.rows(),
        "documents": queries.documents_by_requirement(row, sheet),
        "own": person(request).pk in (row.owner_id, row.resident.user_id),
        "reopen_form": ReasonForm(prefix="buka"),
    }
    return render(request, "letters/request_sign.html", context, status=code)


@roles(Role.LURAH)
@never_cache
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Declare a signed letter void, with the reason."""
    row = find(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke_request(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Surat dicabut. Siapa pun yang memeriksanya kini melihatnya."))
            return redirect("letters:check", pk)
    return render(
        request, "letters/request_revoke.html", {"row": row, "form": form}, status=422 if form.errors else 200
    )
