"""Registration, log-in and demo pages, and allauth's views with our limits."""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts import limiter
from core.accounts.access import public
from core.accounts.rules import (
    RECOVERY_PER_ACCOUNT,
    RECOVERY_PER_ADDRESS,
    REGISTRATION_PER_ADDRESS,
    REGISTRATION_PER_PERSON,
)
from core.base import uuid7
from core.population.crypto import blind_index
from core.signup import demo, services
from core.signup.authentication import BACKEND, remember_browser, too_many
from core.signup.forms import CodeForm, RegistrationForm, sign_in
from core.signup.models import Registration

REGISTRATION = "registration"


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account; the answer is the same whether the person is matched, unknown or here already."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _may_register(request, form.cleaned_data["nik"]):
            registration = services.begin_registration(form.application())
            request.session[REGISTRATION] = str(registration.pk)
            return redirect("signup:confirm")
        form.add_error(None, too_many())
    return render(request, "signup/register.html", {"form": form}, status=400 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the code that came by mail; a right one makes the account and signs the person in."""
    registration = Registration.objects.filter(pk=str(request.session.get(REGISTRATION, uuid7()))).first()
    if registration is None:
        return redirect("account_signup")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.finish_registration(registration, form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            del request.session[REGISTRATION]
            user.backend = BACKEND
            messages.success(request, _("Akun Anda siap. Selamat datang."))
            return sign_in(request, user, method="code")
    context = {"form": form, "email": registration.email, "minutes": services.CODE_MINUTES}
    return render(request, "signup/confirm.html", context, status=400 if form.errors else 200)


@public
@require_safe
def demo_people(request: HttpRequest) -> HttpResponse:
    """Who can be entered as in demo mode, and with what one would sign in by hand."""
    _only_in_demo()
    return render(
        request,
        "signup/demo.html",
        {"groups": demo.groups(), "identities": demo.identities(), "password": demo.PASSWORD},
    )


@public
@require_POST
def demo_enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as a demo person without typing; the session says that the code was shown on screen."""
    _only_in_demo()
    user = demo.find(role)
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="mfa", type="demo")
    messages.success(request, _("Anda masuk sebagai %s.") % user.name)
    return redirect(settings.LOGIN_REDIRECT_URL)


class LoginView(account.LoginView):  # type: ignore[misc]
    """allauth's page with our form; a right password makes the browser known."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = form.login_user(self.request, redirect_url=self.get_success_url())
        remember_browser(answer, form.user)
        return answer  # type: ignore[no-any-return]


class RecoveryView(account.PasswordResetView):  # type: ignore[misc]
    """Ask for a link by mail; counted by the asker's address and by the account's."""

    def form_valid(self, form: Any) -> HttpResponse:
        address = form.cleaned_data["email"].lower()
        per_address = limiter.allow(RECOVERY_PER_ADDRESS, limiter.client_ip(self.request))
        if not per_address or not limiter.allow(RECOVERY_PER_ACCOUNT, address):
            form.add_error(None, too_many())
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return super().form_valid(form)  # type: ignore[no-any-return]


class NewPasswordView(account.PasswordResetFromKeyView):  # type: ignore[misc]
    """Set a new password; whoever came by the link may sign in from this browser even while others are guessing."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        remember_browser(answer, self.reset_user)
        return answer  # type: ignore[no-any-return]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """A dead link is not found."""
        if context.get("token_fail"):
            kwargs["status"] = 404
        answer: HttpResponse = super().render_to_response(context, **kwargs)
        return answer


class PasswordChangeView(account.PasswordChangeView):  # type: ignore[misc]
    """Another password for who knows the present one; who has none yet makes one by the link of the recovery mail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, _("Akun ini belum punya kata sandi. Minta tautan lewat surel untuk membuatnya."))
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class SecondFactorSetupView(ActivateTOTPView):  # type: ignore[misc]
    """Set up the second factor; the code that was right counts for this session too."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp")
        return answer  # type: ignore[no-any-return]


def _may_register(request: HttpRequest, nik: str) -> bool:
    by_address = limiter.allow(REGISTRATION_PER_ADDRESS, limiter.client_ip(request))
    return by_address and limiter.allow(REGISTRATION_PER_PERSON, blind_index(nik))


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
