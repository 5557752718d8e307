"""Asking an office, and answering for one's own."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from kabashoax.forms.desk import AnswerForm, AskForm
from kabashoax.models import Confirmation
from kabashoax.queries import desk
from kabashoax.services import confirming
from kabashoax.views import work
from kabashoax.workflow import ConfirmationStatus


@roles(Role.FACT_CHECKER)
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask an office about the claim."""
    row, form = work.find(request, pk), AskForm(request.POST, prefix="tanya")
    user = person(request)
    done = _("Pertanyaan dikirim. Jawabannya tercantum sebagai sumber.")
    return work.answer(request, row, form, lambda data: confirming.ask(row, **data, by=user), done)


@roles(Role.FACT_CHECKER)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a question back."""
    row = _find(request, pk)
    try:
        confirming.withdraw(row, by=person(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("kabashoax:work", row.claim_id)


@roles(Role.OFFICE_CONTACT)
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """What the person's office is asked."""
    context = {"page": keyset_page(desk.confirmations(person(request)), request)}
    return render(request, "kabashoax/confirmation_list.html", context)


@roles(Role.OFFICE_CONTACT)
@never_cache
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One question, and the answer of the office."""
    row = _find(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirming.answer(row, text=form.cleaned_data["text"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Jawaban terkirim. Terima kasih."))
            return redirect("kabashoax:confirmations")
    can_answer = row.status == ConfirmationStatus.ASKED and person(request).has_role(
        Role.OFFICE_CONTACT, office_id=row.office_id
    )
    context = {"row": row, "form": form, "can_answer": can_answer}
    return render(request, "kabashoax/confirmation_answer.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, pk: UUID) -> Confirmation:
    """A question that the person's office asked or is asked."""
    rows = Confirmation.objects.visible_to(person(request)).select_related("claim__office", "office", "source")
    return get_object_or_404(rows, pk=pk)
