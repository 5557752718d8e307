"""Addresses of the counter."""

from django.urls import path

from sodamolek.letters.views import counter

urlpatterns = [
    path("loket/", counter.find, name="counter"),
    path("loket/orang/<uuid:pk>/", counter.choose, name="counter_person"),
    path("loket/orang/<uuid:pk>/<slug:code>/", counter.begin, name="counter_begin"),
    path("loket/permohonan/<uuid:pk>/", counter.fill, name="counter_form"),
    path("loket/permohonan/<uuid:pk>/batal/", counter.withdraw, name="counter_withdraw"),
    path("loket/permohonan/<uuid:pk>/tanda-terima/", counter.receipt, name="counter_receipt"),
    path("loket/permohonan/<uuid:pk>/tanda-terima.pdf", counter.receipt_pdf, name="counter_receipt_pdf"),
]
