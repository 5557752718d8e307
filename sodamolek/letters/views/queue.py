"""The desk's list: its parts, search, and what is done to several requests or between colleagues."""

from functools import cache
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import roles
from core.accounts.models import User
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.population.rules import number_within
from core.web.paging import Page
from sodamolek.letters import queries, services
from sodamolek.letters.forms.desk import AssignForm, NoteForm, QueueForm
from sodamolek.letters.models import OFFICE_ROLES, LetterRequest
from sodamolek.letters.queries import DeskFilter, DeskRow
from sodamolek.letters.views.common import chosen_stamps, person
from sodamolek.letters.views.desk import find, show
from sodamolek.letters.workflow import AT_DESK, SIGNERS, Status

MOST_AT_ONCE = 50
LONGEST_WORDS = 100
# One tab for everything between the acceptance and the last signature; the badge of a row says where it is.
PARTS: dict[str, tuple[str, ...]] = {Status.ACCEPTED: tuple(status for status in AT_DESK if status != Status.SUBMITTED)}


@roles(*OFFICE_ROLES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits at this person's offices, nearest deadline first."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    if words:
        return _show(request, queries.desk_search(person(request), request, words), searching=words)
    # Most come without a filter, and a form that is not shown need not be built.
    form = QueueForm(request.GET) if request.GET else None
    wanted = form.cleaned_data if form and form.is_valid() else {}
    status = wanted.get("status") or _usual_status(person(request))
    filters = DeskFilter(PARTS.get(status, (status,)), wanted.get("jenis", ""), wanted.get("petugas", ""))
    page = queries.desk_page(person(request), request, filters, down=status not in AT_DESK)
    return _show(request, page, status=status, filters=filters, form=form)


@sensitive_post_parameters("q")
@roles(*OFFICE_ROLES)
@require_POST
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Look for a number or a name; a NIK is answered at once, so that it never stands in an address."""
    typed = request.POST.get("q", "").strip()
    nik = number_within(typed)  # wherever it stands: "NIK 5371..., Yohanes" too is about that person
    if not nik:
        return redirect(f"{reverse('letters:desk')}?{urlencode({'q': typed[:LONGEST_WORDS]})}")
    return _show(request, queries.desk_of_person(person(request), request, nik), by_nik=True)


def _show(request: HttpRequest, page: Page[DeskRow], **more: Any) -> HttpResponse:
    """The list. `more`: status, filters and their form of a part, or what was searched."""
    filters: DeskFilter | None = more.get("filters")
    filtered = filters is not None and bool(filters.kind or filters.assigned)
    form: QueueForm | None = more.get("form")
    opened = form is not None and (filtered or "saring" in request.GET)
    if form is not None and opened:
        form.offer(queries.kinds_at(person(request)))
    is_operator = person(request).has_role(Role.OPERATOR)
    counts = queries.desk_counts(person(request))
    context = {
        "page": page,
        "tabs": _tabs(),
        "submitted": counts[Status.SUBMITTED],
        "accepted": sum(counts[status] for status in PARTS[Status.ACCEPTED]),
        "now": timezone.now(),
        "filter_open": opened,
        "filtered": filtered,
        "can_sign": person(request).has_role(*SIGNERS),
        "can_type": queries.serves_counter(person(request)),
        "can_accept": is_operator and more.get("status") == Status.SUBMITTED,
        **more,
    }
    return render(request, "letters/request_queue.html", context)


@cache
def _tabs() -> tuple[tuple[str, str], ...]:
    """Values and labels, translated once: the portal speaks one language."""
    return tuple((status.value, str(label)) for status, label in QueueForm.TABS)


def _usual_status(user: User) -> str:
    return Status.SUBMITTED if user.has_role(Role.OPERATOR) else Status.ACCEPTED


@roles(Role.OPERATOR)
@require_POST
def accept_selected(request: HttpRequest) -> HttpResponse:
    """Accept the ticked requests, each in a transaction of its own."""
    stamps = chosen_stamps(request.POST.getlist("permohonan")[:MOST_AT_ONCE])
    rows = LetterRequest.objects.visible_to(person(request)).filter(
        pk__in=list(stamps), submitted_at__isnull=False, office_id__in=person(request).offices_with(Role.OPERATOR)
    )
    result = services.accept_many(rows.order_by("due_at", "id"), by=person(request), stamps=stamps)
    if done := len(result.accepted):
        messages.success(request, ngettext("%d permohonan diterima.", "%d permohonan diterima.", done) % done)
    for row, reason in result.failed:
        messages.warning(request, f"{row.reference}: {reason}")
    if not done and not result.failed:
        messages.warning(request, _("Centang dahulu permohonan yang hendak diterima."))
    return redirect("letters:desk")


@roles(*OFFICE_ROLES)
@require_POST
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who takes care of a request."""
    row = find(request, pk)
    form = AssignForm(queries.colleagues_at(row.office_id), request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.get_json_data()["to"][0]["message"])
        services.assign_request(row, to=form.cleaned_data["to"], by=person(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("letters:check", pk)


@roles(*OFFICE_ROLES)
@require_POST
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a note for colleagues."""
    row = find(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            services.add_note(row, text=form.cleaned_data["text"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Catatan disimpan. Pemohon tidak melihatnya."))
            return redirect(f"{reverse('letters:check', args=[pk])}#catatan")
    return show(request, row, code=422, note_form=form)
