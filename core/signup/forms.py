"""Registration, log-in, codes, passwords."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorAgain
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.accounts import limiter
from core.accounts.models import User
from core.accounts.rules import SECOND_FACTOR
from core.days import DayField
from core.population.rules import parse_kk, parse_nik
from core.regions.models import Region
from core.signup.authentication import check_again, check_login, too_many
from core.signup.queries import phone_number
from core.signup.services import Application

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
NEW_PASSWORD = {"autocomplete": "new-password"}
OLD_PASSWORD = {"autocomplete": "current-password"}
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code"}


class LoginForm(forms.Form):
    """One field for whatever a person is known by. What was typed is never kept: not in the session, not in a log."""

    login = forms.CharField(
        label=_("NIK, surel, atau NIP"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"), max_length=128, strip=False, widget=forms.PasswordInput(attrs=OLD_PASSWORD)
    )

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "login" in cleaned and "password" in cleaned and self.request is not None:
            self.user = check_login(self.request, cleaned["login"], cleaned["password"])
        return cleaned

    def login_user(self, request: HttpRequest, redirect_url: str | None) -> HttpResponse:
        """Go through allauth's stages (the second factor), knowing only the account."""
        return sign_in(request, self.user, method="password", redirect_url=redirect_url)


def sign_in(request: HttpRequest, user: User | None, *, method: str, redirect_url: str | None = None) -> HttpResponse:
    """Start a session for somebody who has proved to be `user`; the answer leads on, to the second factor or inside."""
    record_authentication(request, user, method=method)
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=redirect_url))
    return answer


class RegistrationForm(forms.Form):
    """What is matched against the register, and how the person will sign in. The name comes from the register."""

    nik = forms.CharField(
        label="NIK",
        max_length=32,
        help_text=_("16 angka pada KTP-el."),
        widget=forms.TextInput(attrs=DIGITS),
    )
    kk = forms.CharField(
        label=_("Nomor KK"),
        max_length=32,
        help_text=_("16 angka di bagian atas Kartu Keluarga."),
        widget=forms.TextInput(attrs=DIGITS),
    )
    birth_date = DayField(
        label=_("Tanggal lahir"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )
    domicile = forms.ModelChoiceField(
        label=_("Kelurahan tempat Anda tinggal sekarang"),
        queryset=Region.objects.none(),
        empty_label=_("Pilih kelurahan"),
        help_text=_("Boleh berbeda dari alamat pada KTP-el. Surat Anda diurus kelurahan ini."),
    )
    email = forms.EmailField(
        label=_("Surel (email)"),
        help_text=_("Kami mengirim kode ke surel ini."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=24,
        required=False,
        help_text=_("Tidak wajib. Untuk dihubungi bila ada masalah dengan akun Anda, misalnya 0812 3456 7890."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=128,
        strip=False,
        help_text=_("Paling sedikit 10 karakter, bukan kata yang mudah ditebak, dan bukan angka saja."),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kelurahan = Region.objects.filter(level=Region.Level.KELURAHAN).order_by("name")
        self.fields["domicile"].queryset = kelurahan  # type: ignore[attr-defined]

    def clean_nik(self) -> str:
        return parse_nik(self.cleaned_data["nik"]).number

    def clean_kk(self) -> str:
        return parse_kk(self.cleaned_data["kk"]).number

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born.year < 1900 or born > timezone.localdate():
            raise ValidationError(gettext("Tanggal lahir tidak mungkin; periksa lagi tahunnya."))
        return born

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        number = phone_number(typed)
        if typed and not number:
            raise ValidationError(gettext("Nomor telepon ini tidak dikenal; periksa lagi atau kosongkan."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password", "")
        if password:
            person = User(email=cleaned.get("email"), phone=cleaned.get("phone"))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        if password and any(cleaned.get(name) and cleaned[name] in password for name in ("nik", "kk")):
            self.add_error("password", gettext("Jangan memakai NIK atau nomor KK sebagai kata sandi."))
        return cleaned

    def application(self) -> Application:
        """The clean values as the service wants them."""
        return Application(**self.cleaned_data)


class CodeForm(forms.Form):
    """The code that came by mail."""

    code = forms.CharField(
        label=_("Kode dari surel"), max_length=12, help_text=_("6 angka."), widget=forms.TextInput(attrs=CODE)
    )


class CountedCode:
    """Codes of the second factor, at most so many times; allauth's own limit is off."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        if not limiter.allow(SECOND_FACTOR, str(self.user.pk)):
            raise too_many()
        code: str = super().clean_code()  # type: ignore[misc]
        limiter.forget(SECOND_FACTOR.scope, str(self.user.pk))
        return code


class SecondFactorForm(CountedCode, AuthenticateForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("Kode verifikasi"),
        max_length=16,
        help_text=_("6 angka dari aplikasi autentikator, atau satu kode cadangan."),
        widget=forms.TextInput(attrs={**CODE, "autofocus": True}),
    )


class SecondFactorAgainForm(CountedCode, SecondFactorAgain):  # type: ignore[misc]
    code = SecondFactorForm.base_fields["code"]


class ActivateSecondFactorForm(CountedCode, ActivateTOTPForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("Kode dari aplikasi"), max_length=16, help_text=_("6 angka."), widget=forms.TextInput(attrs=CODE)
    )


class RecoveryForm(ResetPasswordForm):  # type: ignore[misc]
    email = forms.EmailField(label=_("Surel akun Anda"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        return str(super().clean_email()).lower()


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_passwords(self)


class PasswordChangeForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Kata sandi sekarang")
        self.fields["oldpassword"].help_text = ""
        _label_passwords(self)

    def clean_oldpassword(self) -> str:
        given: str = self.cleaned_data["oldpassword"]
        if not check_again(self.user, given):
            raise ValidationError(gettext("Kata sandi sekarang tidak cocok."))
        return given


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    password = forms.CharField(label=_("Kata sandi"), strip=False, widget=forms.PasswordInput(attrs=OLD_PASSWORD))


def _label_passwords(form: forms.Form) -> None:
    form.fields["password1"].label = _("Kata sandi baru")
    form.fields["password1"].help_text = _("Paling sedikit 10 karakter, bukan kata yang mudah ditebak.")
    form.fields["password2"].label = _("Ulangi kata sandi baru")
    for name in ("password1", "password2", "oldpassword"):
        if name in form.fields:
            form.fields[name].widget.attrs.pop("placeholder", None)
