"""How django-allauth behaves in this portal."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.limiter import client_ip
from core.accounts.models import User
from core.population import crypto
from core.signup import services
from core.signup.authentication import check_again

# Whoever gave the password so recently isn't asked for it again before setting up a second factor.
FRESH_SECONDS = 10 * 60
SECRET_CONTEXT = b"mfa.authenticator.data"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Own registration, own limiter, mail by job, links on the portal's own address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini sedang tidak aktif. Hubungi kantor kelurahan Anda."),
        "enter_current_password": _("Kata sandi sekarang tidak cocok."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi. Minta tautan baru."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People register at /daftar/ against the register."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Keep the mail with what causes it; a job sends it."""
        services.post_mail(email, template_prefix, {**context, "portal_url": settings.PORTAL_URL})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner that something about the account's safety has changed."""
        address = email or EmailAddress.objects.get_primary_email(user) or user.email
        if address:
            self.send_mail(template_prefix, address, {"user": user, **(context or {})})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the portal's own address: the Host header of a request is the asker's to choose."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PORTAL_URL.rstrip("/") + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def reauthenticate(self, user: User, password: str) -> bool:
        return check_again(user, password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after the log-in, so that a second factor can be set up in one go."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = any(time.time() - record["at"] < FRESH_SECONDS for record in records)
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets encrypted at rest; whoever must have a second factor keeps it."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Peran Anda mewajibkan kode verifikasi; karena itu tidak dapat dimatikan."),
        "incorrect_code": _("Kode tidak cocok. Tunggu kode berikutnya di aplikasi, lalu coba lagi."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text.encode(), SECRET_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), SECRET_CONTEXT).decode()

    def get_totp_label(self, user: User) -> str:
        return user.nip or user.email or user.name

    def get_totp_issuer(self) -> str:
        return "Portal Kota Kupang"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_totp
