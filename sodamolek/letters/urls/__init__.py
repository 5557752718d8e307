"""Addresses of letters: the citizen's and the public's here, the office's in desk.py."""

from django.urls import path

from sodamolek.letters.urls import counter, desk
from sodamolek.letters.views import citizen, complaints, drafting, feedback, kinds, public, relatives, statistics

app_name = "letters"

urlpatterns = [
    path("surat/", public.catalogue, name="catalogue"),
    path("surat/jenis/<slug:code>/", public.kind, name="kind"),
    path("surat/jenis/<slug:code>/ajukan/", drafting.start, name="start"),
    path("surat/jenis/<slug:code>/orang-lain/", relatives.start_for, name="start_for"),
    path("surat/jenis/<slug:code>/standar/", kinds.standard, name="standard"),
    path("surat/jenis/<slug:code>/pernyataan/<slug:key>.pdf", kinds.declaration, name="declaration"),
    path("surat/statistik/", statistics.city, name="statistics"),
    path("surat/statistik.xlsx", statistics.city_xlsx, name="statistics_xlsx"),
    path("surat/survei/", feedback.survey_results, name="survey_results"),
    path("surat/saya/", citizen.mine, name="mine"),
    path("surat/permohonan/<uuid:pk>/", citizen.detail, name="request"),
    path("surat/permohonan/<uuid:pk>/isian/", drafting.answers, name="answers"),
    path("surat/permohonan/<uuid:pk>/dokumen/", drafting.documents, name="documents"),
    path("surat/permohonan/<uuid:pk>/pernyataan/<slug:key>.pdf", kinds.request_declaration, name="request_declaration"),
    path("surat/permohonan/<uuid:pk>/kirim/", drafting.review, name="review"),
    path("surat/permohonan/<uuid:pk>/tanda-terima/", citizen.receipt, name="receipt"),
    path("surat/permohonan/<uuid:pk>/tanda-terima.pdf", citizen.receipt_pdf, name="receipt_pdf"),
    path("surat/permohonan/<uuid:pk>/pin-baru/", citizen.renew_pin, name="renew_pin"),
    path("surat/permohonan/<uuid:pk>/batal/", citizen.cancel, name="cancel"),
    path("surat/permohonan/<uuid:pk>/keluhan/", complaints.thread, name="complaint"),
    path("surat/permohonan/<uuid:pk>/keluhan/selesai/", complaints.close, name="close_complaint"),
    path("surat/permohonan/<uuid:pk>/survei/", feedback.survey, name="survey"),
    path("surat/permohonan/<uuid:pk>/surat.pdf", citizen.letter, name="letter"),
    path("surat/dokumen/<uuid:pk>/", citizen.document, name="document"),
    path("surat/dokumen/<uuid:pk>/kecil/", citizen.thumbnail, name="thumbnail"),
    path("surat/dokumen/<uuid:pk>/hapus/", drafting.remove_document, name="remove_document"),
    path("lacak/", public.track, name="track"),
    path("lacak/survei/", feedback.tracked_survey, name="tracked_survey"),
    path("lacak/<slug:reference>/", public.track, name="track_reference"),
    *desk.urlpatterns,
    *counter.urlpatterns,
]
