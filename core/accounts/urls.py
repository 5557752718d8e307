"""Addresses of one's account; log-in and its kin are in core/signup/urls/account.py."""

from django.urls import path

from core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("akun/", views.overview, name="overview"),
    path("akun/token/", views.tokens, name="tokens"),
    path("akun/token/<uuid:pk>/cabut/", views.revoke_token, name="revoke_token"),
]
