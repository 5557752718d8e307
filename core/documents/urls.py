"""Addresses of verification (public), of the signer's certificate and of the book of numbers."""

from django.urls import path

from core.documents import api
from core.documents.views import registers, verification

app_name = "documents"
urlpatterns = [
    path("periksa/", verification.verify, name="verify"),
    path("periksa/<str:code>/", verification.verify_code, name="verify_code"),
    path("api/v1/documents/check/", api.CheckFile.as_view(), name="api_check"),
    path("api/v1/documents/<str:code>/", api.DocumentDetail.as_view(), name="api_document"),
    path("tanda-tangan/", verification.certificate, name="certificate"),
    path("tanda-tangan/cara/", verification.signature_mode, name="signature_mode"),
    path("register/", registers.newest, name="register"),
    path("register/mulai/", registers.start, name="register_start"),
    path("register/<uuid:pk>/", registers.book, name="register_book"),
    path("register/<uuid:pk>/surat-kertas/", registers.paper, name="register_paper"),
    path("register/<uuid:pk>/cetak/<int:month>.pdf", registers.print_pdf, name="register_pdf"),
    path("register/<uuid:pk>/cetak/<int:month>.xlsx", registers.print_xlsx, name="register_xlsx"),
    path("register/baris/<uuid:pk>/batal/", registers.cancel, name="register_cancel"),
]
