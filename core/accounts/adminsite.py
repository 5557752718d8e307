"""Django's admin, closed to everybody but administrators with a second factor."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from core.accounts.access import Access, has_second_factor, public
from core.accounts.rules import Role


class PortalAdminSite(AdminSite):
    """The default site: `admin.site`, where every app registers its bench."""

    site_header = _("Bangku perbaikan")
    site_title = _("Portal Kota Kupang")
    index_title = _("Data portal")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """An administrator today, proved with a second factor in this session."""
        user = request.user
        return user.is_authenticated and user.has_role(Role.ADMINISTRATOR) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Our own log-in page, with its limits and second factor, instead of Django's."""
        return redirect_to_login(request.GET.get("next") or request.path.removesuffix("login/"))

    def get_urls(self) -> list[Any]:
        """Django's addresses, each with the mark that the access matrix reads."""
        urls = super().get_urls()
        for pattern in _flat(urls):
            pattern.callback = _marked(pattern.callback, is_login=pattern.name == "login")
        return urls


def _flat(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def _marked(view: Any, *, is_login: bool) -> Any:
    """The view itself is guarded by `has_permission`; the log-in page only leads to ours."""

    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer

    if is_login:
        return public(marked)
    marked.access = Access(roles=frozenset({Role.ADMINISTRATOR}))  # type: ignore[attr-defined]
    return marked
