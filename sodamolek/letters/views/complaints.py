"""A complaint's thread, from the citizen's side and from the office's, and the office's queue."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import roles, signed_in
from core.accounts.models import User
from core.forms import add_service_errors
from core.web.paging import keyset_page
from core.web.registry import Task
from sodamolek.letters.forms.feedback import MessageForm
from sodamolek.letters.models import OFFICE_ROLES, Complaint, LetterRequest
from sodamolek.letters.queries.complaints import complaint_of, messages_of, open_complaints, waiting_complaints
from sodamolek.letters.services import complaints as services
from sodamolek.letters.views.common import my_request, person
from sodamolek.letters.views.desk import find, is_own
from sodamolek.letters.workflow import COMPLAINT, ComplaintStatus

# An answer later than this is shown as urgent; the city promises none of its own.
URGENT_AFTER = timedelta(days=3)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The citizen's side: read, write, and the way to the national complaints service."""
    row, user = _sent(my_request(request, pk)), person(request)
    return _thread(request, row, "letters:complaint", lambda text: services.complain(row, text, by=user))


@roles(*OFFICE_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def desk_thread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office's side; there is nothing to answer until somebody complains."""
    row, user = find(request, pk), person(request)
    complaint = complaint_of(row, user)
    if request.method == "POST" and complaint is None:
        raise Http404
    return _thread(
        request,
        row,
        "letters:desk_complaint",
        lambda text: services.answer_complaint(complaint, text, by=user) if complaint else None,
        office=True,
    )


def _thread(
    request: HttpRequest, row: LetterRequest, name: str, write: Callable[[str], Any], *, office: bool = False
) -> HttpResponse:
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data["text"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Pesan terkirim."))
            return redirect(name, row.pk)
    complaint = complaint_of(row, person(request))
    context = {
        "row": row,
        "complaint": complaint,
        "thread": messages_of(complaint),
        "form": form,
        "office": office,
        **_allowed(request, row, complaint, office=office),
    }
    return render(request, "letters/complaint_detail.html", context, status=422 if form.errors else 200)


def _allowed(
    request: HttpRequest, row: LetterRequest, complaint: Complaint | None, *, office: bool
) -> dict[str, bool | str]:
    """What this person can do here now, and where closing is posted."""
    moves = set(COMPLAINT.available(complaint, person(request))) if complaint else set()
    own = is_own(request, row)
    if office:
        end = reverse("letters:settle_complaint", args=[row.pk])
        return {"may_write": "answer" in moves and not own, "may_close": "settle" in moves and not own, "end": end}
    end = reverse("letters:close_complaint", args=[row.pk])
    return {"may_write": True, "may_close": "close" in moves, "end": end}


@signed_in
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The citizen ends the complaint."""
    return _close(request, my_request(request, pk), "letters:complaint")


@roles(*OFFICE_ROLES)
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office ends what it has answered."""
    row = find(request, pk)
    if is_own(request, row):
        raise Http404
    return _close(request, row, "letters:desk_complaint")


def _close(request: HttpRequest, row: LetterRequest, name: str) -> HttpResponse:
    complaint = complaint_of(row, person(request))
    if complaint is None:
        raise Http404
    try:
        services.close_complaint(complaint, by=person(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Keluhan dinyatakan selesai."))
    return redirect(name, row.pk)


def _sent(row: LetterRequest) -> LetterRequest:
    if row.submitted_at is None:
        raise Http404
    return row


@roles(*OFFICE_ROLES)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer at this person's offices; `status` shows the others."""
    status = request.GET.get("status", "")
    status = status if status in ComplaintStatus.values else ComplaintStatus.OPEN
    page = keyset_page(waiting_complaints(person(request), status), request)
    context = {"page": page, "status": status, "tabs": ComplaintStatus.choices}
    return render(request, "letters/complaint_list.html", context)


def tasks_of(user: User) -> list[Task]:
    """Complaints that wait for an answer, on "Meja saya"."""
    count, since = open_complaints(user)
    if since is None:
        return []
    return [
        Task(
            label=_("Keluhan warga menunggu jawaban"),
            url=reverse("letters:complaints"),
            count=count,
            urgent=since < timezone.now() - URGENT_AFTER,
            icon="pesan",
        )
    ]
