"""The frame's own pages."""

from typing import cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.accounts.access import public, roles, signed_in
from core.accounts.models import User
from core.accounts.rules import Role
from core.audit import queries as audit
from core.web import queries
from core.web.forms import TrailFilterForm
from core.web.paging import keyset_page

HOME_SECONDS = 60
MAX_WORDS = 100
MIN_WORDS = 2


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """The front door; for a visitor without a session the same bytes for a minute, with no query at all.

    The page holds no CSRF token and no message for such a visitor, so it can be shared.
    """
    if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}:
        return render(request, "web/home.html", _home_context())
    pages = caches["pages"]
    html = pages.get("home")
    if html is None:
        html = render_to_string("web/home.html", _home_context(), request)
        pages.set("home", html, HOME_SECONDS)
    response = HttpResponse(html, headers={"Cache-Control": f"public, max-age={HOME_SECONDS}"})
    patch_vary_headers(response, ["Cookie"])
    return response


def _home_context() -> dict[str, object]:
    return {"services": queries.cards("service"), "quick": queries.cards("quick"), "figures": queries.figures()}


@require_safe
@signed_in
def my_day(request: HttpRequest) -> HttpResponse:
    """What waits for this person today."""
    user = cast("User", request.user)  # signed_in lets nobody else through
    return render(
        request, "web/my_day.html", {"tasks": queries.tasks_of(user), "shortcuts": queries.shortcuts_of(user)}
    )


@require_safe
@public
def search(request: HttpRequest) -> HttpResponse:
    """Services, pages and whatever the features let this person find."""
    words = " ".join(request.GET.get("q", "")[:MAX_WORDS].split())
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated else None
    groups = queries.hits(words, user) if len(words) >= MIN_WORDS else []
    return render(
        request,
        "web/search.html",
        {
            "words": words,
            "groups": groups,
            "too_short": 0 < len(words) < MIN_WORDS,
            "services": queries.cards("service"),
        },
    )


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about.html", {"services": queries.cards("service")})


@require_safe
@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html")


@roles(Role.AUDITOR)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, when and on whose behalf; core.audit stands below accounts and can't ask for a role itself."""
    form = TrailFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    entries = audit.trail(
        request.user,
        name=wanted.get("nama", ""),
        did=tuple(wanted["tindakan"].split()) if wanted.get("tindakan") else None,
        since=wanted.get("dari"),
        until=wanted.get("sampai"),
    )
    return render(request, "web/trail.html", {"form": form, "page": keyset_page(entries, request, size=50)})
