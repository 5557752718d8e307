"""One indicator: the office's answer and evidence, the assessor's decisions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.files.responses import attachment
from core.forms import add_service_errors
from core.web.paging import keyset_page
from smartcity_eval import services
from smartcity_eval.forms.answering import AnswerForm, FigureForm, FileForm, LinkForm, ReasonForm, level_choices
from smartcity_eval.models import STAFF, Evidence, IndicatorLevel
from smartcity_eval.queries import desk as desk_queries
from smartcity_eval.services import Proof, Wanted
from smartcity_eval.views.common import find_level, refused
from smartcity_eval.workflow import EVIDENCE, EvidenceStatus

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@roles(*STAFF)
@require_safe
def indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An indicator with its levels, its evidence, and what this person may do."""
    return _show(request, find_level(request, pk))


def _forms(row: IndicatorLevel, data: Any = None, files: Any = None, kind: str = "") -> dict[str, forms.Form]:
    """The four forms of a respondent; the one called `kind` with what was sent."""
    spec = row.assessment.instrument.spec
    choices = level_choices(spec, row.indicator)
    returned = [
        (str(piece.pk), f"{piece.title} ({_('tingkat')} {piece.level})")
        for piece in row.evidence.filter(status=EvidenceStatus.RETURNED)
    ]
    sent = {name: data if name == kind else None for name in ("answer", "file", "link", "figure")}
    return {
        "answer": AnswerForm(
            sent["answer"],
            choices=choices,
            regulation=spec.regulation,
            initial={"claimed": row.claimed, "explanation": row.explanation},
        ),
        "file": FileForm(
            sent["file"], files if kind == "file" else None, choices=choices, returned=returned, prefix="berkas"
        ),
        "link": LinkForm(sent["link"], choices=choices, returned=returned, prefix="tautan"),
        "figure": FigureForm(sent["figure"], choices=choices, today=timezone.localdate(), prefix="angka"),
    }


def _show(
    request: HttpRequest,
    row: IndicatorLevel,
    *,
    code: int = 200,
    shown: dict[str, forms.Form] | None = None,
    returning: tuple[UUID, forms.Form] | None = None,
) -> HttpResponse:
    user = person(request)
    answers = bool(row.office_id) and user.has_role(Role.RESPONDENT, office_id=row.office_id)
    open_here = row.assessment.is_open and not row.assessment.is_typed and not row.indicator.external
    level_rows = desk_queries.level_rows(row)
    for piece in (piece for level in level_rows for piece in level.evidence):
        piece.indicator_level = row
        piece.moves = EVIDENCE.available(piece, user) if row.assessment.is_open else []  # type: ignore[attr-defined]
        refusing = returning is not None and returning[0] == piece.pk
        piece.return_form = returning[1] if returning and refusing else ReasonForm(prefix=f"k{piece.pk}")  # type: ignore[attr-defined]
    context = {
        "row": row,
        "spec": row.assessment.instrument.spec,
        "level_rows": level_rows,
        "may_answer": answers and open_here,
        "forms": (shown or _forms(row)) if answers and open_here else {},
        "refused_form": next((form for form in (shown or {}).values() if form.is_bound and form.errors), None),
        "returning": returning[1] if returning else None,
        "max_bytes": settings.UPLOAD_MAX_BYTES,
    }
    return render(request, "smartcity_eval/indicator_detail.html", context, status=code)


def _submit(
    request: HttpRequest, pk: UUID, kind: str, save: Callable[[IndicatorLevel, dict[str, Any]], object], done: str
) -> HttpResponse:
    """Check the form called `kind`, let `save` do the work, and say `done`; or show what is wrong."""
    row = find_level(request, pk)
    shown = _forms(row, request.POST, request.FILES, kind)
    form = shown[kind]
    if form.is_valid():
        try:
            save(row, form.cleaned_data)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("smartcity_eval:indicator", pk)
    return _show(request, row, code=422, shown=shown)


def _proof(row: IndicatorLevel, data: dict[str, Any]) -> Proof:
    old = row.evidence.filter(pk=data["replaces"]).first() if data.get("replaces") else None
    return Proof(data["levels"], data["title"], old)


@roles(Role.RESPONDENT)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    return _submit(request, pk, "answer", lambda row, data: services.answer(row, **data, by=by), _("Jawaban disimpan."))


@roles(Role.RESPONDENT)
@require_POST
def add_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    def save(row: IndicatorLevel, data: dict[str, Any]) -> None:
        services.add_file(row, _proof(row, data), upload=data["file"], by=person(request))

    return _submit(request, pk, "file", save, _("Bukti dikirim dan menunggu asesor."))


@roles(Role.RESPONDENT)
@require_POST
def add_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    def save(row: IndicatorLevel, data: dict[str, Any]) -> None:
        services.add_link(row, _proof(row, data), url=data["url"], by=person(request))

    return _submit(request, pk, "link", save, _("Bukti dikirim dan menunggu asesor."))


@roles(Role.RESPONDENT)
@require_POST
def add_figure(request: HttpRequest, pk: UUID) -> HttpResponse:
    def save(row: IndicatorLevel, data: dict[str, Any]) -> None:
        wanted = Wanted(data["name"], data["start"], data["end"])
        services.add_figure(row, data["levels"], wanted, by=person(request))

    return _submit(request, pk, "figure", save, _("Angka dibekukan sebagai bukti dan menunggu asesor."))


@roles(Role.ASSESSOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Evidence that waits for this assessor, oldest first."""
    page = keyset_page(desk_queries.assessor_queue(person(request)), request)
    return render(request, "smartcity_eval/evidence_queue.html", {"page": page})


def _find_evidence(request: HttpRequest, pk: UUID) -> Evidence:
    rows = Evidence.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("indicator_level__assessment__instrument", "indicator_level__office", "file"), pk=pk
    )


def _decide(request: HttpRequest, pk: UUID, act: Callable[..., Evidence], done: str) -> HttpResponse:
    row = _find_evidence(request, pk)
    try:
        act(row, by=person(request))
    except ValidationError as error:
        refused(request, error)
    else:
        messages.success(request, done)
    return redirect("smartcity_eval:indicator", row.indicator_level_id)


@roles(Role.ASSESSOR)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, services.accept, _("Bukti diterima."))


@roles(Role.ASSESSOR)
@require_POST
def reconsider(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, services.reconsider, _("Keputusan ditarik; bukti menunggu lagi."))


@roles(Role.RESPONDENT)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, services.withdraw, _("Bukti ditarik."))


@roles(Role.ASSESSOR)
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return evidence with the reason."""
    row = _find_evidence(request, pk)
    form = ReasonForm(request.POST, prefix=f"k{row.pk}")
    if form.is_valid():
        try:
            services.return_evidence(row, by=person(request), reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Bukti dikembalikan. Responden sudah diberi tahu."))
            return redirect("smartcity_eval:indicator", row.indicator_level_id)
    return _show(request, row.indicator_level, code=422, returning=(row.pk, form))


@roles(*STAFF)
@require_GET
def evidence_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file of a piece of evidence, as a download."""
    row = _find_evidence(request, pk)
    if row.file is None:
        raise Http404
    data = services.read_file(row, by=person(request))
    name = f"bukti-{row.indicator_level.number}-{row.level}.{EXTENSIONS.get(row.file.content_type, 'bin')}"
    return attachment(data, name, row.file.content_type)
