"""What a session must still fulfil at each request: its age, and the second factor of whoever needs one."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.accounts.access import access_of, has_second_factor
from core.accounts.models import User
from core.accounts.rules import SESSION_SECONDS, STAFF_IDLE_SECONDS

# The last request is written at most once a minute: a page that is read must not cost a write.
SEEN_EVERY_SECONDS = 60
BEGAN = "began"
SEEN = "seen"
# What somebody without the second factor may still reach: the way to get one, and the way out.
WAY_TO_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


def start_clock(request: HttpRequest | None, **_kwargs: object) -> None:
    """Note when this session began."""
    if request is not None:
        request.session[BEGAN] = request.session[SEEN] = int(time.time())


class SessionRulesMiddleware:
    """Ends old and idle sessions; sends whoever signs, publishes or administers to the second factor first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._check_age(request, request.user)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """A redirect (a 403 from the API) while the second factor is missing."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        access = access_of(view)
        if access is not None and access.public:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in WAY_TO_SECOND_FACTOR or has_second_factor(request) or not request.user.needs_totp:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": _("Masuk dengan kode verifikasi dahulu.")}, status=403)
        return self._to_second_factor(request, request.user)

    def _check_age(self, request: HttpRequest, user: User) -> None:
        now = int(time.time())
        session = request.session
        began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
        idle = now - seen > STAFF_IDLE_SECONDS and bool(user.assignments_today)
        if idle or now - began > SESSION_SECONDS:
            logout(request)
            messages.info(request, _("Sesi Anda sudah berakhir. Silakan masuk lagi."))
        elif now - seen >= SEEN_EVERY_SECONDS:
            session[SEEN] = now

    def _to_second_factor(self, request: HttpRequest, user: User) -> HttpResponse:
        target = reverse("mfa_reauthenticate")
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            messages.info(request, _("Peran Anda mewajibkan kode verifikasi. Pasang dahulu, lalu lanjutkan."))
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        back = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{target}?{urlencode({'next': back})}")
