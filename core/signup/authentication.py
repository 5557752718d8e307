"""Checking a password, at most so many times.

Tries are counted by the name that was typed and not by the caller's address, so that nobody walks around the limit
with many addresses; and before it is known whether there is such an account, so that the limit doesn't tell. So that
nobody can shut a lurah out by failing on purpose either, a browser in which a person has once given the right
password is known by a cookie and has tries of its own.
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from core.accounts import limiter
from core.accounts.models import User
from core.accounts.queries import person_with_assignments
from core.accounts.rules import LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS, REAUTHENTICATION
from core.signup.queries import find_user, login_key

BACKEND = "core.signup.authentication.PortalBackend"
BROWSER_COOKIE = "dikenal"
BROWSER_SALT = "signup.browser"
BROWSER_DAYS = 180


class PortalBackend(ModelBackend):
    """Loads the person of a session. Passwords are checked by `check_login`, which counts."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:  # type: ignore[override]
        """Nobody: a way in that isn't counted must not exist."""
        return

    def get_user(self, user_id: UUID) -> User | None:
        """The person of a session, unless made inactive in the meantime."""
        return person_with_assignments(user_id, timezone.localdate())


def check_login(request: HttpRequest, typed: str, password: str) -> User:
    """The person whose name and password these are; raises one ValidationError for all that is wrong."""
    if not limiter.allow(LOGIN_PER_ADDRESS, limiter.client_ip(request)):
        raise too_many()
    user = find_user(typed)
    key = _tries_of(request, user, typed)
    if not limiter.allow(LOGIN_PER_ACCOUNT, key):
        raise too_many()
    if not _right(user, password):
        raise ValidationError(_("Data masuk atau kata sandi tidak cocok. Periksa lagi, atau pulihkan kata sandi Anda."))
    assert user is not None
    limiter.forget(LOGIN_PER_ACCOUNT.scope, key)
    user.backend = BACKEND
    return user


def check_again(user: User, password: str) -> bool:
    """Whether `user`, who is signed in, knows the password; raises ValidationError after too many tries."""
    if not limiter.allow(REAUTHENTICATION, str(user.pk)):
        raise too_many()
    right = user.check_password(password)
    if right:
        limiter.forget(REAUTHENTICATION.scope, str(user.pk))
    return right


def remember_browser(response: HttpResponseBase, user: User) -> None:
    """Give the browser in which `user` has just proved themselves tries of its own."""
    value = signing.dumps([str(user.pk), secrets.token_hex(8)], salt=BROWSER_SALT)
    response.set_cookie(
        BROWSER_COOKIE,
        value,
        max_age=BROWSER_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def too_many() -> ValidationError:
    """The refusal of the limiter; it never says whether there is such an account."""
    return ValidationError(
        _("Terlalu banyak percobaan. Tunggu paling lama 15 menit, lalu coba lagi, atau pulihkan kata sandi Anda."),
        code="too_many",
    )


def _right(user: User | None, password: str) -> bool:
    if user is None or not user.is_active or not user.has_usable_password():
        # As much work as for an account that is there, so that the time tells nothing.
        User().set_password(password)
        return False
    return user.check_password(password)


def _tries_of(request: HttpRequest, user: User | None, typed: str) -> str:
    """The limiter's key; it keeps only a keyed hash of it."""
    key = login_key(typed)
    try:
        owner, browser = signing.loads(
            request.COOKIES.get(BROWSER_COOKIE, ""), salt=BROWSER_SALT, max_age=BROWSER_DAYS * 86400
        )
    except (signing.BadSignature, ValueError):
        return key
    return f"{key}:{browser}" if user is not None and owner == str(user.pk) else key
