"""The pages of django-allauth that we use, under allauth's names; each says who may come in. No other is served."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from core.accounts.access import public, signed_in
from core.signup import views

urlpatterns = [
    path("daftar/", views.register, name="account_signup"),
    path("akun/masuk/", public(views.LoginView.as_view()), name="account_login"),
    # Leads to the first step without it.
    path("akun/masuk/kode/", signed_in(mfa.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("akun/keluar/", public(account.LogoutView.as_view()), name="account_logout"),
    path("akun/tidak-aktif/", public(account.AccountInactiveView.as_view()), name="account_inactive"),
    path("akun/periksa-lagi/", signed_in(account.ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("akun/periksa-lagi/kode/", signed_in(mfa.ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("akun/kata-sandi/", signed_in(views.PasswordChangeView.as_view()), name="account_change_password"),
    path("akun/pulihkan/", public(views.RecoveryView.as_view()), name="account_reset_password"),
    path(
        "akun/pulihkan/terkirim/",
        public(account.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    re_path(
        r"^akun/pulihkan/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(never_cache(views.NewPasswordView.as_view())),
        name="account_reset_password_from_key",
    ),
    path(
        "akun/pulihkan/selesai/",
        public(account.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("akun/verifikasi/", signed_in(mfa.IndexView.as_view()), name="mfa_index"),
    path("akun/verifikasi/pasang/", signed_in(views.SecondFactorSetupView.as_view()), name="mfa_activate_totp"),
    path("akun/verifikasi/lepas/", signed_in(totp.DeactivateTOTPView.as_view()), name="mfa_deactivate_totp"),
    path(
        "akun/verifikasi/cadangan/",
        signed_in(codes.ViewRecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/verifikasi/cadangan/buat/",
        signed_in(codes.GenerateRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/verifikasi/cadangan/unduh/",
        signed_in(codes.DownloadRecoveryCodesView.as_view()),
        name="mfa_download_recovery_codes",
    ),
]
