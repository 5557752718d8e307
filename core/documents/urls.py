"""Addresses of verification (public) and of the signer's certificate."""

from django.urls import path

from core.documents import views

app_name = "documents"
urlpatterns = [
    path("periksa/", views.verify, name="verify"),
    path("periksa/<str:code>/", views.verify_code, name="verify_code"),
    path("tanda-tangan/", views.certificate, name="certificate"),
]
