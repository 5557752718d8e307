"""TPID's desk: rounds that wait, one round beside the market's earlier prices, the decision."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.access import person, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from core.web.paging import keyset_page
from sodamolek.prices import queries, services
from sodamolek.prices.forms import ReasonForm
from sodamolek.prices.models import Round
from sodamolek.prices.workflow import ROUND, Status


@roles(Role.TPID)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Rounds that wait, oldest first."""
    return render(request, "prices/round_queue.html", {"page": keyset_page(queries.waiting(person(request)), request)})


def _find(request: HttpRequest, pk: UUID) -> Round:
    user = person(request)
    rows = Round.objects.visible_to(user).filter(office_id__in=user.offices_with(Role.TPID))
    return get_object_or_404(rows.select_related("market", "owner", "decided_by"), pk=pk)


@roles(Role.TPID)
@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One round, each price beside the last one of the same market."""
    return _show(request, _find(request, pk), ReasonForm())


def _show(request: HttpRequest, row: Round, form: ReasonForm, code: int = 200) -> HttpResponse:
    rows = queries.check_rows(row)
    moves = ROUND.available(row, person(request)) if row.owner_id != person(request).pk else []
    context = {
        "row": row,
        "rows": rows,
        "moves": moves,
        "conspicuous": sum(1 for line in rows if line.is_conspicuous),
        "form": form,
    }
    return render(request, "prices/round_check.html", context, status=code)


@roles(Role.TPID)
@require_POST
def validate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the prices of a round."""
    row = _find(request, pk)
    try:
        services.validate_round(row, by=person(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Harga %s disahkan dan tampil untuk umum.") % row.market.name)
    return redirect("prices:queue")


@roles(Role.TPID)
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a round, published or not, to its surveyor with the reason."""
    row = _find(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        act = services.reopen_round if row.status == Status.VALIDATED else services.return_round
        try:
            act(row, reason=form.cleaned_data["reason"], by=person(request))
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Putaran dikembalikan kepada %s.") % row.owner.name)
            return redirect("prices:queue")
    return _show(request, row, form, code=400)
