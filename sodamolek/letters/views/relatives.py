"""Asking for somebody else."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.accounts import limiter
from core.accounts.access import signed_in
from core.accounts.rules import Limit
from core.forms import add_service_errors
from core.http import too_many_requests
from sodamolek.letters import services
from sodamolek.letters.forms.relatives import RelationForm, RelativeForm
from sodamolek.letters.models import LetterKind, LetterRequest
from sodamolek.letters.rules.relations import Relation
from sodamolek.letters.views.common import person

# Each asks the national register about somebody else.
LOOKUPS = Limit("letters.relative", 5, 15 * 60)


@signed_in
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def start_for(request: HttpRequest, code: str) -> HttpResponse:
    """For whom, and how they are related; a letter that tells of somebody else by nature asks only the second."""
    kind = get_object_or_404(LetterKind.objects.visible_to(person(request)), code=code.upper())
    about_applicant = kind.spec.subject == "nama"
    form = (RelativeForm if about_applicant else RelationForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limiter.allow(LOOKUPS, str(person(request).pk)):
            return too_many_requests(request, retry_after=LOOKUPS.seconds)
        try:
            return redirect("letters:answers", pk=_draft(request, kind, form))
        except ValidationError as error:
            add_service_errors(form, error)
    context = {"kind": kind, "form": form, "about_applicant": about_applicant}
    return render(request, "letters/relative_form.html", context, status=422 if form.errors else 200)


def _draft(request: HttpRequest, kind: LetterKind, form: RelationForm) -> UUID:
    relation = Relation(form.cleaned_data["relation"])
    row: LetterRequest
    if isinstance(form, RelativeForm):
        home = form.cleaned_data["home"]
        row = services.start_for(kind, form.identity(), relation, home=home, by=person(request))
    else:
        row = services.report_for(kind, relation, by=person(request))
    pk: UUID = row.pk
    return pk
