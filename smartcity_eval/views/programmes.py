"""Smart Governance programmes: the public list with its ladder, and the coordinator's form."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.access import person, public, roles
from core.accounts.rules import Role
from core.forms import add_service_errors
from smartcity_eval import services
from smartcity_eval.forms.leading import ProgrammeForm
from smartcity_eval.models import Programme
from smartcity_eval.queries import programmes as queries
from smartcity_eval.rules.files import ladder


@public
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes by element, how many run, and where that stands on the ladder."""
    may_edit = request.user.is_authenticated and request.user.has_role(Role.SPBE_COORDINATOR)
    context = {"standing": queries.standing(request.user), "ladder": ladder(), "may_edit": may_edit}
    return render(request, "smartcity_eval/programme_list.html", context)


@roles(Role.SPBE_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@roles(Role.SPBE_COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _edit(request, get_object_or_404(Programme.objects.visible_to(request.user), pk=pk))


def _edit(request: HttpRequest, row: Programme | None) -> HttpResponse:
    posted = request.method == "POST"
    form = ProgrammeForm(request.POST if posted else None, initial=_initial(row))
    if posted and form.is_valid():
        try:
            services.save_programme(row, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            add_service_errors(form, error)
        else:
            messages.success(request, _("Program disimpan."))
            return redirect("smartcity_eval:programmes")
    context = {"row": row, "form": form}
    return render(request, "smartcity_eval/programme_edit.html", context, status=422 if posted else 200)


def _initial(row: Programme | None) -> dict[str, object]:
    return {name: getattr(row, name) for name in services.PROGRAMME_FIELDS} if row else {}
