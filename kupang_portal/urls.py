"""Addresses: Indonesian words in the path, English names in code."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.web.urls")),
    path("akun/", include("allauth.urls")),
]
