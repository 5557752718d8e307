"""Django's admin, closed to everybody but administrators with a second factor."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from core.accounts.access import Access, has_second_factor
from core.accounts.rules import Role


class PortalAdminSite(AdminSite):
    """The default site: `admin.site`, where every app registers its bench."""

    site_header = _("Meja perbaikan")
    site_title = _("Portal Kota Kupang")
    index_title = _("Data portal")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """An administrator today, proved with a second factor in this session."""
        user = request.user
        return user.is_authenticated and user.has_role(Role.ADMINISTRATOR) and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No log-in page of its own: whoever gets as far as here is signed in and may come in."""
        return redirect("admin:index")

    def get_urls(self) -> list[Any]:
        """Django's addresses, each with the mark that the access matrix reads."""
        urls = super().get_urls()
        for pattern in _flat(urls):
            pattern.callback = self._marked(pattern.callback)
        return urls

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Our own page, which counts wrong guesses."""
        return redirect("account_change_password")

    def _marked(self, view: Any) -> Any:
        """A stranger is led to our log-in page by the middleware; anybody else without the right gets 403."""

        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise PermissionDenied
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        marked.access = Access(roles=frozenset({Role.ADMINISTRATOR}))  # type: ignore[attr-defined]
        return marked


def _flat(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern
