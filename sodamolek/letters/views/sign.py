"""The desk of who signs: read, sign, revoke, replace."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import roles
from core.documents.models import SignatureMode
from core.documents.services.issuing import signs_remotely
from core.documents.services.signers import mode_of
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.workflow import IllegalMove
from sodamolek.letters import queries, services
from sodamolek.letters.forms.desk import PassphraseForm, ReopenForm, ReplaceForm, RevokeForm
from sodamolek.letters.models import LetterRequest
from sodamolek.letters.queries.steps import to_sign
from sodamolek.letters.services.common import Changed
from sodamolek.letters.views.common import chosen_stamps, person
from sodamolek.letters.views.desk import find, ink_context, is_own, refused
from sodamolek.letters.workflow import LETTER, SIGNERS, Status

MOST_AT_ONCE = 50
SIGNING_MOVES = frozenset({"sign", "sign_first", "confirm", "confirm_first"})


@roles(*SIGNERS)
@require_safe
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What is ready and not signed yet."""
    return _list(request, PassphraseForm())


def _list(request: HttpRequest, form: PassphraseForm, chosen: list[str] | None = None, code: int = 200) -> HttpResponse:
    context = {
        "page": keyset_page(to_sign(person(request)), request),
        "form": form,
        "chosen": chosen or [],
        "now": timezone.now(),
        "with_ink": mode_of(person(request)) == SignatureMode.WET,
    }
    return render(request, "letters/request_sign_queue.html", context, status=code)


@sensitive_post_parameters("passphrase")
@roles(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_selected(request: HttpRequest) -> HttpResponse:
    """Sign the ticked requests, each in a transaction of its own."""
    if request.method != "POST":
        # Reached by the pager below a refused form, or after signing in again.
        return redirect(f"{reverse('letters:sign_queue')}?{request.GET.urlencode()}")
    chosen = request.POST.getlist("permohonan")[:MOST_AT_ONCE]
    form = PassphraseForm(request.POST)
    if form.is_valid():
        stamps = chosen_stamps(chosen)
        rows = _chosen_rows(request, stamps)
        try:
            if not rows:
                raise ValidationError(_("Centang dahulu surat yang hendak ditandatangani."))
            passphrase = form.cleaned_data["passphrase"]
            result = services.sign_many(rows, by=person(request), passphrase=passphrase, stamps=stamps)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            _report(request, result)
            return redirect("letters:sign_queue")
    return _list(request, form, chosen, code=422)


def _chosen_rows(request: HttpRequest, chosen: Iterable[UUID]) -> list[LetterRequest]:
    rows = LetterRequest.objects.visible_to(person(request)).filter(
        pk__in=list(chosen), submitted_at__isnull=False, office_id__in=person(request).offices_with(*SIGNERS)
    )
    return list(rows.order_by("due_at", "id"))


def _report(request: HttpRequest, result: services.SigningResult) -> None:
    done = len(result.signed)
    if done:
        text = ngettext("%d surat ditandatangani.", "%d surat ditandatangani.", done) % done
        messages.success(request, text)
    for row, reason in result.failed:
        messages.warning(request, f"{row.reference}: {reason}")


@sensitive_post_parameters("passphrase")
@roles(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read one letter as it will look, and sign it."""
    row = find(request, pk)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {"passphrase": form.cleaned_data["passphrase"], "stamp": request.POST.get("stamp")}
        try:
            signed = services.sign_request(row, by=person(request), **given)
        except Changed as error:
            refused(request, error)
            return redirect("letters:sign", pk)
        except IllegalMove as error:
            # Somebody else was quicker: there is nothing left to type on this page.
            refused(request, error)
            return redirect("letters:check", pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _done(signed))
            return redirect("letters:sign_queue")
        row = find(request, pk)
    if request.method != "POST" and not SIGNING_MOVES.intersection(LETTER.available(row, person(request))):
        return redirect("letters:check", pk)
    return _sheet(request, row, form, code=422 if form.errors else 200)


def _done(signed: LetterRequest) -> str:
    number = signed.document.number_text if signed.document else ""
    if signed.status == Status.AWAITING_CAMAT:
        return _("Surat %s sudah ditandatangani dan menunggu tanda tangan camat.") % number
    return _("Surat %s sudah ditandatangani.") % number


def _sheet(request: HttpRequest, row: LetterRequest, form: PassphraseForm, code: int) -> HttpResponse:
    sheet = queries.sheet_of(row)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        # A refused form comes back with the stamp of what was read before.
        "stamp": request.POST.get("stamp") or row.stamp,
        "rows": sheet.rows(),
        "documents": queries.documents_by_requirement(row, sheet),
        "own": is_own(request, row),
        "reopen_form": ReopenForm(prefix="buka"),
        "moves": LETTER.available(row, person(request)),
        "by_bsre": signs_remotely(person(request)),
        **ink_context(request, row),
    }
    return render(request, "letters/request_sign.html", context, status=code)


@roles(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Declare a signed letter void, with the reason."""
    row = find(request, pk)
    if request.method != "POST" and (is_own(request, row) or "revoke" not in LETTER.available(row, person(request))):
        return redirect("letters:check", pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.revoke_request(row, by=person(request), reason=form.cleaned_data["reason"])
        except IllegalMove as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("letters:check", pk)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Surat dicabut. Siapa pun yang memeriksanya kini melihatnya."))
            return redirect("letters:check", pk)
    return _show_revoke(request, row, form=form)


@roles(*SIGNERS)
@require_POST
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which other letter of the same person stands in for this one."""
    row = find(request, pk)
    form = ReplaceForm(queries.replacements_for(row, person(request)), request.POST)
    if form.is_valid():
        try:
            services.replace_request(row, by=person(request), replacement=form.cleaned_data["replacement"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Surat diganti. Siapa pun yang memeriksanya diantar ke surat penggantinya."))
            return redirect("letters:check", pk)
    return _show_revoke(request, row, replace_form=form)


def _show_revoke(request: HttpRequest, row: LetterRequest, **forms: Any) -> HttpResponse:
    """The page of revoking and replacing, with the form that was refused."""
    others = queries.replacements_for(row, person(request))
    context = {"row": row, "form": RevokeForm(), "replace_form": ReplaceForm(others) if others else None, **forms}
    refused = any(form.errors for form in forms.values())
    return render(request, "letters/request_revoke.html", context, status=422 if refused else 200)
