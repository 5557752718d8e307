"""Working on a claim: sources, the verdict, its publication."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.files import services as files
from core.files.responses import attachment
from core.forms import add_service_errors
from kabashoax.forms.desk import AskForm, ClaimForm, HandBackForm, ProposalForm, SourceForm
from kabashoax.models import DESK_ROLES, Claim, Source
from kabashoax.rules.verdicts import tone
from kabashoax.services import claims, verdicts
from kabashoax.services.claims import Reference
from kabashoax.workflow import CLAIM, ClaimStatus


def find(request: HttpRequest, pk: UUID) -> Claim:
    """A claim of one of the person's offices."""
    offices = person(request).offices_with(*DESK_ROLES)
    rows = Claim.objects.visible_to(person(request)).filter(office_id__in=offices).select_related("office")
    # Reports are counted, not fetched: fetching them would decrypt the address of everybody who reported.
    rows = rows.annotate(report_count=Count("reports"))
    return get_object_or_404(rows.prefetch_related("sources", "confirmations__office"), pk=pk)


def show(request: HttpRequest, row: Claim, failed: forms.BaseForm | None = None) -> HttpResponse:
    """The claim with what this person may do to it; `failed` is the form with errors."""
    user = person(request)
    versions = list(row.verdicts.select_related("proposed_by", "published_by"))
    pending = next((v for v in versions if v.published_at is None and v.handed_back_at is None), None)
    checks = user.has_role(Role.FACT_CHECKER, office_id=row.office_id)
    moves = CLAIM.available(row, user)
    context = {
        "row": row,
        "versions": versions,
        "pending": pending,
        "tone": tone(row.verdict),
        "own_proposal": pending is not None and pending.proposed_by_id == user.pk,
        "is_checker": checks,
        "can_edit": checks and row.status == ClaimStatus.CHECKING,
        "can_add": checks and row.status in (ClaimStatus.CHECKING, ClaimStatus.PUBLISHED),
        "can_propose": "propose" in moves or "propose_correction" in moves,
        "can_publish": "publish" in moves or "publish_correction" in moves,
        **_forms(row, versions, failed),
    }
    return render(request, "kabashoax/claim_work.html", context, status=422 if failed else 200)


def _forms(row: Claim, versions: list[Any], failed: forms.BaseForm | None) -> dict[str, forms.BaseForm]:
    last = versions[0] if versions else None
    fresh: dict[str, forms.BaseForm] = {
        "edit_form": ClaimForm(instance=row, prefix="klaim"),
        "source_form": SourceForm(prefix="sumber"),
        "ask_form": AskForm(prefix="tanya"),
        "proposal_form": ProposalForm(instance=last, initial={"reason": ""}, correcting=row.is_public),
        "back_form": HandBackForm(),
    }
    for name, form in fresh.items():
        if failed is not None and type(form) is type(failed):
            fresh[name] = failed
    return fresh


def answer(
    request: HttpRequest, row: Claim, form: forms.BaseForm, act: Callable[[dict[str, Any]], object], done: str
) -> HttpResponse:
    """Call the service with the form's values; its refusal goes onto the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("kabashoax:work", row.pk)
    return show(request, find(request, row.pk), form)


@roles(*DESK_ROLES)
@never_cache
@require_safe
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One claim at the desk."""
    return show(request, find(request, pk))


@roles(Role.FACT_CHECKER)
@require_POST
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mend title and wording."""
    row = find(request, pk)
    form = ClaimForm(request.POST, prefix="klaim")
    user = person(request)
    return answer(request, row, form, lambda data: claims.edit_claim(row, **data, by=user), _("Klaim disimpan."))


@roles(Role.FACT_CHECKER)
@require_POST
def add_source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a source."""
    row = find(request, pk)
    form = SourceForm(request.POST, request.FILES, prefix="sumber")

    def act(data: dict[str, Any]) -> object:
        copy = data.pop("copy", None) or None
        return claims.add_source(row, Reference(**data), copy=copy, by=person(request))

    return answer(request, row, form, act, _("Sumber dicatat."))


@roles(Role.FACT_CHECKER)
@require_POST
def remove_source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a source away while nothing is published."""
    source = get_object_or_404(Source.objects.visible_to(person(request)).select_related("claim", "copy"), pk=pk)
    row = find(request, source.claim_id)
    try:
        claims.remove_source(source, by=person(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("kabashoax:work", row.pk)


@roles(*DESK_ROLES)
@never_cache
@require_safe
def source_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The archived copy of a source, for the office: others' pages are not ours to publish again."""
    source = get_object_or_404(Source.objects.visible_to(person(request)).select_related("claim", "copy"), pk=pk)
    find(request, source.claim_id)
    if source.copy is None:
        raise Http404
    ending = "pdf" if source.copy.content_type == "application/pdf" else "jpg"
    return attachment(files.read(source.copy), f"salinan-{source.digest[:12]}.{ending}", source.copy.content_type)


@roles(Role.FACT_CHECKER)
@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a verdict, or a correction, before the editor."""
    row = find(request, pk)
    form = ProposalForm(request.POST, correcting=row.is_public)
    user = person(request)
    done = _("Usulan dikirim kepada editor.")
    return answer(request, row, form, lambda data: verdicts.propose(row, **data, by=user), done)


@roles(Role.EDITOR)
@require_POST
def hand_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the proposal back with a remark."""
    row, form = find(request, pk), HandBackForm(request.POST)
    user = person(request)
    done = _("Usulan dikembalikan kepada pemeriksa.")
    return answer(request, row, form, lambda data: verdicts.hand_back(row, note=data["note"], by=user), done)


@roles(Role.EDITOR)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the waiting verdict."""
    row = find(request, pk)
    try:
        verdicts.publish(row, by=person(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Terbit. Pelapor yang memberi surel sedang dikabari."))
    return redirect("kabashoax:work", row.pk)
