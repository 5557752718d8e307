"""The applicant's own requests: list, progress, receipt, letter, and the files behind them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.accounts.access import signed_in
from core.files.responses import attachment
from core.web.paging import keyset_page
from sodamolek.letters import queries, services
from sodamolek.letters.models import LetterRequest, RequestDocument
from sodamolek.letters.queries.survey import may_answer
from sodamolek.letters.services import previews, receipts
from sodamolek.letters.views.common import my_request, person
from sodamolek.letters.workflow import LETTER, Status

# States in which the office's note is for the applicant.
WITH_NOTE = frozenset({Status.RETURNED, Status.REJECTED, Status.REVOKED})
WITH_LETTER = frozenset({Status.SIGNED, Status.COLLECTED})


@signed_in
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """All my requests, newest first."""
    page = keyset_page(queries.my_requests(person(request)), request)
    return render(request, "letters/request_list.html", {"page": page})


@signed_in
@never_cache
@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a request is, and what its applicant can do now."""
    letter_request = my_request(request, pk)
    if letter_request.status == Status.DRAFT:
        return redirect("letters:answers", pk=pk)
    sheet = queries.sheet_of(letter_request)
    events = queries.timeline(letter_request)
    context = {
        "letter_request": letter_request,
        "events": events,
        "moves": LETTER.available(letter_request, person(request)),
        "note": letter_request.note if letter_request.status in WITH_NOTE else "",
        "reasons": queries.reasons_by_label(letter_request),
        "only_documents": _only_documents(letter_request),
        "has_letter": letter_request.status in WITH_LETTER,
        "rows": queries.rows_for_applicant(letter_request, sheet),
        "wording_changes": queries.wording_changes(letter_request, events),
        "may_rate": may_answer(letter_request),
    }
    return render(request, "letters/request_detail.html", context)


def _only_documents(letter_request: LetterRequest) -> bool:
    """Whether a correction needs no other answer, so that it may begin at the documents."""
    spec = letter_request.kind.spec
    keys = letter_request.returned_reasons
    return bool(keys) and all(spec.requirement(key) for key in keys)


@signed_in
@never_cache
@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt with reference, PIN and QR; the applicant may come back to it."""
    letter_request = _submitted(request, pk)
    context = {
        "letter_request": letter_request,
        "pin": services.pin_of(letter_request),
        "qr": receipts.qr_image(letter_request),
    }
    return render(request, "letters/request_receipt.html", context)


@signed_in
@require_GET
def receipt_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same on paper."""
    letter_request = _submitted(request, pk)
    name = f"tanda-terima-{letter_request.reference}.pdf"
    return attachment(receipts.receipt_pdf(letter_request), name, "application/pdf")


def _submitted(request: HttpRequest, pk: UUID) -> LetterRequest:
    letter_request = my_request(request, pk)
    if letter_request.submitted_at is None:
        raise Http404
    return letter_request


@signed_in
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant changes their mind."""
    try:
        services.cancel_request(my_request(request, pk), by=person(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Permohonan dibatalkan."))
    return redirect("letters:mine")


@signed_in
@require_POST
def renew_pin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new PIN; the old one opens nothing any more."""
    services.renew_pin(_submitted(request, pk), by=person(request))
    messages.success(request, _("PIN baru dibuat. PIN yang lama tidak berlaku lagi."))
    return redirect("letters:receipt", pk=pk)


@signed_in
@require_GET
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed PDF, for its applicant and for who works on letters at its office."""
    user = person(request)
    rows = LetterRequest.objects.visible_to(user).issued()
    letter_request = get_object_or_404(rows.select_related("document__file", "kind"), pk=pk)
    data = services.read_letter(letter_request, by=user)
    content_type = services.type_of(letter_request)
    ending = "pdf" if content_type == "application/pdf" else "jpg"
    return attachment(data, f"{letter_request.reference}.{ending}", content_type)


@signed_in
@require_GET
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page that an applicant sent, as it is stored."""
    found = _document(request, pk)
    data = services.read_document(found, by=person(request))
    ending = "pdf" if found.file.content_type == "application/pdf" else "jpg"
    return attachment(data, f"{found.requirement}-{found.position}.{ending}", found.file.content_type)


@signed_in
@require_GET
def thumbnail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A small picture of a page for lists."""
    found = _document(request, pk)
    return attachment(previews.thumbnail(found), f"{found.requirement}-{found.position}-kecil.jpg", "image/jpeg")


def _document(request: HttpRequest, pk: UUID) -> RequestDocument:
    rows = RequestDocument.objects.visible_to(person(request)).select_related("file", "request")
    return get_object_or_404(rows, pk=pk)
