"""One's own account, and the keys of one's programs."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts import services
from core.accounts.access import person, roles, signed_in
from core.accounts.forms import TokenForm
from core.accounts.models import ApiToken
from core.accounts.rules import TOKEN_ROLES


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who one is in the portal, and the ways to change it."""
    return render(request, "account/overview.html", {"may_hold_tokens": person(request).has_role(*TOKEN_ROLES)})


@roles(*TOKEN_ROLES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens and a form for another; a new token's secret is on this answer and nowhere else."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = services.issue_token(owner=person(request), by=person(request), **form.cleaned_data)
            form = TokenForm()
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.visible_to(person(request)).filter(owner=person(request))[:100],
    }
    return render(request, "account/token_list.html", context, status=400 if form.errors else 200)


@roles(*TOKEN_ROLES)
@require_POST
def revoke_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a token useless."""
    token = get_object_or_404(ApiToken.objects.visible_to(person(request)), pk=pk)
    services.revoke_token(token, by=person(request))
    messages.success(request, _("Token dicabut. Aplikasi yang memakainya tidak dapat masuk lagi."))
    return redirect("accounts:tokens")
