"""The office's desk: the queue, one screen for one request, and the decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.accounts.access import roles
from core.accounts.rules import Role
from core.files.responses import attachment
from core.forms import add_service_errors
from core.population import services as population
from core.population.providers import is_sample
from sodamolek.letters import queries, services
from sodamolek.letters.forms.desk import (
    AssignForm,
    GiveUpForm,
    NoteForm,
    ReasonForm,
    ReopenForm,
    ReturnForm,
    ScanForm,
    WordingForm,
)
from sodamolek.letters.models import OFFICE_ROLES, LetterRequest, RequestDocument
from sodamolek.letters.rules.sheet import Sheet
from sodamolek.letters.services import previews
from sodamolek.letters.services.pictures import preview_picture, read_preview
from sodamolek.letters.views.common import person
from sodamolek.letters.workflow import DECISIONS, ENDORSERS, LETTER, SIGNERS, Status


def find(request: HttpRequest, pk: UUID) -> LetterRequest:
    """A request at one of the person's offices; one's own is not decided here."""
    visible = LetterRequest.objects.visible_to(person(request)).filter(submitted_at__isnull=False)
    visible = visible.filter(office_id__in=person(request).offices_with(*OFFICE_ROLES))
    return get_object_or_404(
        visible.select_related("kind", "office", "office__parent", "owner", "filed_by", "resident", "document"), pk=pk
    )


@roles(*OFFICE_ROLES)
@require_safe
@never_cache
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Data, register and documents of one request on one screen."""
    return show(request, find(request, pk))


def show(request: HttpRequest, row: LetterRequest, *, code: int = 200, **forms: Any) -> HttpResponse:
    """The screen of one request, with a form that was refused or a number that was revealed in `forms`."""
    sheet = queries.sheet_of(row)
    own = is_own(request, row)
    events = queries.timeline(row, staff=True)
    context: dict[str, Any] = {
        "row": row,
        # At the desk too nobody reads about a person for whom they ask without a common family card.
        "known": queries.rows_for_applicant(row, sheet, known=True) if own else sheet.rows(known=True),
        "typed": sheet.rows(known=False),
        "documents": queries.documents_by_requirement(row, sheet),
        "events": events,
        "reasons": queries.reasons_by_label(row),
        "moves": set() if own else DECISIONS.intersection(LETTER.available(row, person(request))),
        "own": own,
        "registered_address": "" if own and row.hides_person else _registered_address(row),
        "can_reveal": _may_reveal(request, row),
        "may_retype": row.status == Status.RETURNED and "refile" in LETTER.available(row, person(request)) and not own,
        "return_form": ReturnForm(_parts(sheet)),
        "reject_form": ReasonForm(prefix="tolak"),
        "reopen_form": ReopenForm(prefix="buka"),
        "now": timezone.now(),
        "sample": is_sample(),
        "wording_changes": queries.wording_changes(row, events),
        "notes": queries.notes_of(row, person(request)),
        "note_form": NoteForm(),
        "assign_form": AssignForm(queries.colleagues_at(row.office_id), initial={"to": row.assigned_to_id}),
        **ink_context(request, row),
        **forms,
    }
    if "accept" in context["moves"] and "wording_form" not in forms:
        context["wording_form"] = WordingForm(initial={"text": services.wording_of(row)}, prefix="kata")
    return render(request, "letters/request_check.html", context, status=code)


def ink_context(request: HttpRequest, row: LetterRequest) -> dict[str, Any]:
    """What the screens need where a letter is signed with ink, or has its number and not all its signatures."""
    moves = LETTER.available(row, person(request))
    return {
        "ink_signers": services.ink_choices(row) if "print" in moves else [],
        "scan_form": ScanForm(),
        "give_up_form": GiveUpForm(prefix="batal"),
    }


def _registered_address(row: LetterRequest) -> str:
    """Where the register has the person, who may live elsewhere; "" when the letter's own data say it."""
    said = any(field.prefill == "registered_address" for field in row.kind.spec.fields)
    return "" if said else row.resident.registered_address


def is_own(request: HttpRequest, row: LetterRequest) -> bool:
    """Whether this is the person's own request, on which others decide."""
    return person(request).pk in (row.owner_id, row.resident.user_id)


def _may_reveal(request: HttpRequest, row: LetterRequest) -> bool:
    """The whole NIK is for the operator of this office, while the request is being checked."""
    operator = person(request).has_role(Role.OPERATOR, office_id=row.office_id)
    return operator and row.status == Status.SUBMITTED and not is_own(request, row)


def _parts(sheet: Sheet) -> list[tuple[str, str]]:
    """What can be returned: documents first, then answers."""
    return [(r.key, r.label) for r in sheet.requirements] + [(f.key, f.label) for f in sheet.asked]


def refused(request: HttpRequest, error: ValidationError) -> None:
    for text in error.messages:
        messages.warning(request, text)


@roles(Role.OPERATOR)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = find(request, pk)
    try:
        services.accept_request(row, by=person(request), stamp=request.POST.get("stamp"))
    except ValidationError as error:
        refused(request, error)
        return redirect("letters:check", pk)
    messages.success(request, _("%s diterima dan menunggu tanda tangan.") % row.reference)
    return redirect("letters:desk")


@roles(Role.OPERATOR)
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a request for correction, with a reason for each part."""
    row = find(request, pk)
    form = ReturnForm(_parts(queries.sheet_of(row)), request.POST)
    if form.is_valid():
        try:
            services.return_request(row, by=person(request), reasons=form.reasons, note=form.cleaned_data["note"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("%s dikembalikan. Pemohon sudah diberi tahu.") % row.reference)
            return redirect("letters:desk")
    return show(request, row, code=422, return_form=form)


@roles(Role.OPERATOR)
@require_POST
def reject(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = find(request, pk)
    form = ReasonForm(request.POST, prefix="tolak")
    if form.is_valid():
        try:
            services.reject_request(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("%s ditolak. Pemohon sudah diberi tahu.") % row.reference)
            return redirect("letters:desk")
    return show(request, row, code=422, reject_form=form)


@roles(Role.OPERATOR, *ENDORSERS, *SIGNERS)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand an accepted request back to the operator."""
    row = find(request, pk)
    form = ReopenForm(request.POST, prefix="buka")
    if form.is_valid():
        try:
            services.reopen_request(row, by=person(request), note=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("%s kembali ke meja operator.") % row.reference)
            return redirect("letters:desk")
    return show(request, row, code=422, reopen_form=form)


@roles(Role.OPERATOR)
@require_POST
def collect(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = find(request, pk)
    try:
        services.mark_collected(row, by=person(request))
    except ValidationError as error:
        refused(request, error)
    else:
        messages.success(request, _("Surat %s sudah diserahkan.") % row.reference)
    return redirect("letters:check", pk)


@roles(Role.OPERATOR)
@require_POST
@never_cache
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the whole NIK once, on this answer only; the trail keeps who looked."""
    row = find(request, pk)
    if not _may_reveal(request, row):
        raise PermissionDenied
    nik = population.reveal_nik(row.resident, by=person(request), reason="letters.check")
    return show(request, row, nik=nik)


@roles(*OFFICE_ROLES)
@require_GET
def preview_image(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter as it will look, as a picture."""
    data = preview_picture(_waiting(request, pk), by=person(request))
    return attachment(data, "pratinjau.png", "image/png", inline=True)


@roles(*OFFICE_ROLES)
@require_GET
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter as it will look, as PDF."""
    row = _waiting(request, pk)
    return attachment(read_preview(row, by=person(request)), f"pratinjau-{row.reference}.pdf", "application/pdf")


def _waiting(request: HttpRequest, pk: UUID) -> LetterRequest:
    """A request that is still being decided; a finished one has its letter, or none."""
    row = find(request, pk)
    if not row.is_open:
        raise Http404
    return row


@roles(*OFFICE_ROLES)
@require_safe
def page_image(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of what the applicant sent, as a picture: nobody at a desk opens somebody's PDF."""
    rows = RequestDocument.objects.visible_to(person(request)).filter(
        Q(request__office_id__in=person(request).offices_with(*OFFICE_ROLES))
        | Q(request__countersign_office_id__in=person(request).offices_with(Role.CAMAT)),
        request__submitted_at__isnull=False,
    )
    document = get_object_or_404(rows.select_related("file", "request"), pk=pk)
    pages = previews.images(document)
    if not 1 <= number <= len(pages):
        raise Http404
    data = services.read_page(document, pages[number - 1], by=person(request))
    return attachment(data, f"{document.requirement}-{number}.jpg", "image/jpeg", inline=True)
