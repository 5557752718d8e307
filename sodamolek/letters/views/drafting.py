"""From the first field to the button: data, documents, review."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.accounts.access import signed_in
from core.workflow import IllegalMove
from sodamolek.letters import queries, services
from sodamolek.letters.forms.citizen import AnswersForm, PagesForm, StartForm, SubmitForm
from sodamolek.letters.models import LetterKind, LetterRequest, RequestDocument
from sodamolek.letters.rules.photos import for_browser as photo_rules
from sodamolek.letters.services import photos
from sodamolek.letters.views.common import STEPS, my_request, person
from sodamolek.letters.workflow import Status


@signed_in
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Open a draft, or take up the one that is open."""
    kind = get_object_or_404(LetterKind.objects.visible_to(person(request)), code=code.upper())
    form = StartForm(request.POST)
    office = form.cleaned_data["kelurahan"] if form.is_valid() else None
    try:
        draft = services.start_draft(kind, by=person(request), office=office)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("letters:kind", code=kind.code.lower())
    return redirect("letters:answers", pk=draft.pk)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 1. Whatever was typed is kept, right or wrong."""
    letter_request = my_request(request, pk, "kind", "resident")
    if not letter_request.is_editable:
        return redirect("letters:request", pk=pk)
    sheet = queries.sheet_of(letter_request)
    shape: dict[str, Any] = {"reasons": letter_request.returned_reasons, "headings": letter_request.kind.spec.headings}
    if request.method == "POST":
        form = AnswersForm(sheet.asked, request.POST, **shape)
        try:
            services.save_answers(letter_request, form.typed_answers, by=person(request))
        except IllegalMove:
            return redirect("letters:request", pk=pk)
        if "later" in request.POST:
            messages.success(request, _("Isian Anda disimpan. Lanjutkan kapan saja dari “Surat saya”."))
            return redirect("letters:mine")
        if form.is_valid():
            return redirect("letters:documents", pk=pk)
    else:
        form = AnswersForm(sheet.asked, initial=queries.start_values(letter_request), **shape)
    known = queries.rows_for_applicant(letter_request, sheet, known=True)
    context = {"letter_request": letter_request, "form": form, "known": known, "steps": STEPS}
    return render(request, "letters/request_answers.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 2: photos for each requirement; POST adds pages to the one named by `requirement`."""
    letter_request = my_request(request, pk)
    if not letter_request.is_editable:
        return redirect("letters:request", pk=pk)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        requirement = request.POST.get("requirement", "")
        problems = _attach(request, letter_request, requirement)
        if not problems:
            return redirect(f"{reverse('letters:documents', args=[pk])}#{requirement}")
    context = {
        "letter_request": letter_request,
        "parts": _parts(letter_request, problems),
        "problems": [text for texts in problems.values() for text in texts],
        "steps": STEPS,
        "photo_rules": photo_rules(),
    }
    return render(request, "letters/request_documents.html", context)


def _attach(request: HttpRequest, letter_request: LetterRequest, requirement: str) -> dict[str, list[str]]:
    """Store the uploaded pages one after the other; what is wrong, by requirement."""
    form = PagesForm(request.POST, request.FILES)
    if not form.is_valid():
        return {requirement: [str(error) for error in form.errors["pages"]]}
    for upload in form.cleaned_data["pages"]:
        try:
            page = services.attach_document(letter_request, requirement, upload, by=person(request))
        except ValidationError as error:
            return error.message_dict if hasattr(error, "error_dict") else {requirement: error.messages}
        # The page's script has said it before; without it, it is said now.
        for hint in [] if request.POST.get("checked") else photos.hints(page):
            messages.warning(request, hint)
    return {}


def _parts(letter_request: LetterRequest, problems: dict[str, list[str]]) -> list[dict[str, object]]:
    """Each requirement with its pages, the office's reason and what went wrong just now."""
    pages: dict[str, list[RequestDocument]] = {}
    for page in letter_request.documents.select_related("file"):
        pages.setdefault(page.requirement, []).append(page)
    return [
        {
            "requirement": requirement,
            "pages": pages.get(requirement.key, []),
            "reason": letter_request.returned_reasons.get(requirement.key, ""),
            "problems": problems.get(requirement.key, []),
            "room": requirement.pages - len([p for p in pages.get(requirement.key, []) if p.state == p.State.OK]),
        }
        for requirement in queries.sheet_of(letter_request).requirements
    ]


@signed_in
@require_POST
def remove_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one page away."""
    user = person(request)
    rows = RequestDocument.objects.visible_to(user).filter(request__owner_id=user.pk).select_related("request")
    document = get_object_or_404(rows, pk=pk)
    try:
        services.remove_document(document, by=user)
    except IllegalMove as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("letters:request", pk=document.request_id)
    return redirect(f"{reverse('letters:documents', args=[document.request_id])}#{document.requirement}")


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 3: everything once more, then send. Pressing twice sends once."""
    letter_request = my_request(request, pk)
    form = SubmitForm(request.POST or None, initial={"token": letter_request.submit_token})
    missing: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, letter_request, form.cleaned_data["token"])
        except IllegalMove as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("letters:request", pk=pk)
        except ValidationError as error:
            missing = _missing(letter_request, error)
        else:
            return redirect("letters:receipt", pk=pk)
    elif not letter_request.is_editable:
        return redirect("letters:request", pk=pk)
    sheet = queries.sheet_of(letter_request)
    context = {
        "letter_request": letter_request,
        "form": form,
        "missing": missing,
        "known": queries.rows_for_applicant(letter_request, sheet, known=True),
        "typed": sheet.rows(known=False),
        "parts": _parts(letter_request, {}),
        "steps": STEPS,
    }
    return render(request, "letters/request_review.html", context)


def _send(request: HttpRequest, letter_request: LetterRequest, token: UUID) -> None:
    """Submit, or send the correction of a returned request."""
    if letter_request.status == Status.RETURNED:
        services.resubmit_request(letter_request, by=person(request))
    else:
        services.submit_request(letter_request, by=person(request), token=token)


def _missing(letter_request: LetterRequest, error: ValidationError) -> list[dict[str, str]]:
    """What a refused submission lacks, each with the page on which to mend it."""
    if not hasattr(error, "error_dict"):
        return [{"label": "", "text": text, "url": ""} for text in error.messages]
    spec = letter_request.kind.spec
    found = []
    for key, texts in error.message_dict.items():
        field, requirement = spec.field(key), spec.requirement(key)
        page = reverse("letters:answers" if field else "letters:documents", args=[letter_request.pk])
        anchor = f"{page}#id_{key}" if field else f"{page}#{key}"
        part = field or requirement
        found.append({"label": part.label if part else key, "text": " ".join(texts), "url": anchor})
    return found
