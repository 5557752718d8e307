"""Addresses of verification (public) and of the signer's certificate."""

from django.urls import path

from core.documents import api
from core.documents.views import verification

app_name = "documents"
urlpatterns = [
    path("periksa/", verification.verify, name="verify"),
    path("periksa/<str:code>/", verification.verify_code, name="verify_code"),
    path("api/v1/documents/check/", api.CheckFile.as_view(), name="api_check"),
    path("api/v1/documents/<str:code>/", api.DocumentDetail.as_view(), name="api_document"),
    path("tanda-tangan/", verification.certificate, name="certificate"),
]
