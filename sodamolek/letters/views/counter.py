"""The counter: who stands there, which letter, one form, the receipt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.accounts import limiter
from core.accounts.access import roles
from core.accounts.rules import Limit, Role
from core.files.responses import attachment
from core.forms import add_service_errors
from core.http import too_many_requests
from core.population import services as population
from core.population.models import Resident
from core.regions.models import Office
from sodamolek.letters import queries, services
from sodamolek.letters.forms.citizen import AnswersForm
from sodamolek.letters.forms.counter import CounterForm, PersonForm, uploads
from sodamolek.letters.models import LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.services import receipts
from sodamolek.letters.services.common import may_type
from sodamolek.letters.views.common import person
from sodamolek.letters.workflow import Status

# Each asks the national register; an operator serves fewer people than this.
LOOKUPS = Limit("letters.counter", 60, 15 * 60)


@roles(Role.OPERATOR)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Step 1: who stands there."""
    if not queries.serves_counter(person(request)):
        return render(request, "letters/counter_none.html")
    form = PersonForm(queries.counter_offices(person(request)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limiter.allow(LOOKUPS, str(person(request).pk)):
            return too_many_requests(request, retry_after=LOOKUPS.seconds)
        seen = form.cleaned_data["seen"]
        try:
            resident = population.receive_at_counter(
                form.identity(), office=form.cleaned_data["office"], seen=seen, by=person(request)
            )
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            return redirect("letters:counter_person", pk=resident.pk)
    return render(request, "letters/counter_find.html", {"form": form}, status=422 if form.errors else 200)


def _resident(request: HttpRequest, pk: UUID) -> tuple[Resident, Office]:
    """Somebody who lives in a kelurahan whose counter this person serves."""
    rows = Resident.objects.visible_to(person(request)).filter(
        domicile__office__in=queries.counter_offices(person(request))
    )
    resident = get_object_or_404(rows.select_related("domicile__office"), pk=pk)
    return resident, resident.domicile.office


@roles(Role.OPERATOR)
@never_cache
@require_GET
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 2: which letter."""
    resident, office = _resident(request, pk)
    words = request.GET.get("q", "").strip()[:100]
    kinds = [kind for kind in queries.catalogue(words) if kind.spec.office_level == office.kind]
    rows = LetterRequest.objects.visible_to(person(request)).filter(resident=resident, office=office)
    context = {
        "resident": resident,
        "office": office,
        "kinds": kinds,
        "words": words,
        "open_requests": rows.select_related("kind").exclude(status=Status.DRAFT).order_by("-id")[:5],
    }
    return render(request, "letters/counter_person.html", context)


@roles(Role.OPERATOR)
@require_POST
def begin(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Open the form of one letter for this person."""
    resident, office = _resident(request, pk)
    kind = get_object_or_404(LetterKind.objects.visible_to(person(request)), code=code.upper())
    try:
        row = services.begin_at_counter(kind, resident, office=office, by=person(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("letters:counter_person", pk=pk)
    return redirect("letters:counter_form", pk=row.pk)


def _request(request: HttpRequest, pk: UUID) -> LetterRequest:
    """A request that this person types at the counter; anybody else's own is not there."""
    rows = LetterRequest.objects.visible_to(person(request)).filter(filed_by__isnull=False)
    row = get_object_or_404(rows.select_related("kind", "office", "owner", "resident", "filed_by"), pk=pk)
    if row.owner_id == person(request).pk or not may_type(row, person(request)):
        raise Http404
    return row


@roles(Role.OPERATOR)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 3: one form for data and documents; what is right is kept even when something else is wrong."""
    row = _request(request, pk)
    if not row.is_editable:
        fresh = row.status == Status.SUBMITTED and row.filed_by_id == person(request).pk
        return redirect("letters:counter_receipt" if fresh else "letters:check", pk=pk)
    if request.method == "GET":
        return _show(request, row)
    shape: dict[str, Any] = {"reasons": row.returned_reasons, "headings": row.kind.spec.headings}
    form = AnswersForm(queries.sheet_of(row).asked, request.POST, **shape)
    try:
        problems = _keep(request, row, form)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("letters:counter_form", pk=pk)
    counter_form = CounterForm(row, request.POST)
    complete = counter_form.is_valid()
    if "contact_email" in counter_form.cleaned_data:
        services.note_contact(row, counter_form.cleaned_data["contact_email"], by=person(request))
    row.refresh_from_db()
    if form.is_valid() and complete and not problems:
        try:
            _send(request, row, counter_form.cleaned_data["token"])
        except ValidationError as error:
            problems = _by_key(error)
        else:
            return redirect("letters:counter_receipt", pk=pk)
    return _show(request, row, code=422, form=form, counter_form=counter_form, problems=problems)


def _keep(request: HttpRequest, row: LetterRequest, form: AnswersForm) -> dict[str, list[str]]:
    """Keep the answers, what was seen and the photos; what could not be taken, by requirement."""
    user = person(request)
    services.save_answers(row, form.typed_answers, by=user)
    gone = RequestDocument.objects.visible_to(user).filter(request=row, pk__in=_uuids(request.POST.getlist("hapus")))
    for page in gone.select_related("request"):
        services.remove_document(page, by=user)
    row.refresh_from_db()
    services.see_originals(row, request.POST.getlist("dilihat"), by=user)
    problems: dict[str, list[str]] = {}
    for requirement in queries.sheet_of(row).requirements:
        try:
            for upload in uploads(request.FILES, requirement.key):
                services.attach_document(row, requirement.key, upload, by=user)
        except ValidationError as error:
            problems |= _by_key(error)
    return problems


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _by_key(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _send(request: HttpRequest, row: LetterRequest, token: UUID) -> None:
    if row.status == Status.RETURNED:
        services.resubmit_request(row, by=person(request))
    else:
        services.submit_request(row, by=person(request), token=token)


def _show(request: HttpRequest, row: LetterRequest, *, code: int = 200, **given: Any) -> HttpResponse:
    sheet = queries.sheet_of(row)
    problems: dict[str, list[str]] = given.get("problems", {})
    parts = queries.documents_by_requirement(row, sheet)
    context = {
        "row": row,
        "known": sheet.rows(known=True),
        "form": given.get("form")
        or AnswersForm(
            sheet.asked,
            initial=queries.start_values(row),
            reasons=row.returned_reasons,
            headings=row.kind.spec.headings,
        ),
        "counter_form": given.get("counter_form") or CounterForm(row),
        "parts": [(part, problems.get(part.requirement.key, [])) for part in parts],
        "problems": _named(problems, parts),
    }
    return render(request, "letters/counter_form.html", context, status=code)


def _named(problems: dict[str, list[str]], parts: list[queries.DocumentGroup]) -> list[tuple[str, str, str]]:
    """Key, label and text of each problem with a document; what belongs to none has no key."""
    labels = {part.requirement.key: part.requirement.label for part in parts}
    return [(key if key in labels else "", labels.get(key, ""), " ".join(texts)) for key, texts in problems.items()]


@roles(Role.OPERATOR)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant no longer wants it."""
    try:
        services.withdraw_at_counter(_request(request, pk), by=person(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Permohonan dibatalkan atas permintaan pemohon."))
    return redirect("letters:counter")


def _receipt(request: HttpRequest, pk: UUID) -> LetterRequest:
    """The receipt with its PIN is for who filed it, as long as nobody has decided: it is printed and handed over."""
    row = _request(request, pk)
    if row.filed_by_id != person(request).pk or row.status != Status.SUBMITTED:
        raise Http404
    return row


@roles(Role.OPERATOR)
@never_cache
@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 4: print the receipt and hand it over."""
    row = _receipt(request, pk)
    context = {"row": row, "pin": services.pin_of(row), "qr": receipts.qr_image(row)}
    return render(request, "letters/counter_receipt.html", context)


@roles(Role.OPERATOR)
@require_GET
def receipt_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt on paper."""
    row = _receipt(request, pk)
    return attachment(receipts.receipt_pdf(row), f"tanda-terima-{row.reference}.pdf", "application/pdf")
