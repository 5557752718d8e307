"""A kind of letter in print: its service standard, and the papers to be signed."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.accounts.access import public, signed_in
from core.files.responses import attachment
from sodamolek.letters import queries
from sodamolek.letters.models import LetterKind
from sodamolek.letters.rules.schema import Declaration, KindSpec
from sodamolek.letters.rules.standards import components, office_standard
from sodamolek.letters.services import declarations
from sodamolek.letters.views.common import my_request


@public
@require_GET
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """The service standard of a kind with its 14 components (PermenPANRB 15/2014)."""
    kind = get_object_or_404(LetterKind.objects.visible_to(None), code=code.upper())
    note = office_standard(kind.spec.office_level).note
    context = {"kind": kind, "parts": components(kind.spec), "note": note}
    return render(request, "letters/kind_standard.html", context)


@public
@never_cache
@require_GET
def declaration(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """A paper to print and sign: with the data of who is signed in, with dots for a visitor."""
    kind = get_object_or_404(LetterKind.objects.visible_to(None), code=code.upper())
    found = _declaration(kind.spec, key)
    data = declarations.blank_declaration(kind.spec, found, queries.resident_of(request.user))
    return attachment(data, f"{kind.code.lower()}-{key}.pdf", "application/pdf")


@signed_in
@never_cache
@require_GET
def request_declaration(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The same with what was typed in one's own request."""
    letter_request = my_request(request, pk)
    found = _declaration(letter_request.kind.spec, key)
    data = declarations.request_declaration(letter_request, found)
    return attachment(data, f"{letter_request.reference}-{key}.pdf", "application/pdf")


def _declaration(spec: KindSpec, key: str) -> Declaration:
    found = spec.declaration(key)
    if found is None:
        raise Http404
    return found
