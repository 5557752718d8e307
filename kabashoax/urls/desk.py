"""Addresses of fact-checkers, editors and the contacts of offices."""

from django.urls import path

from kabashoax.views import confirming, desk, work

urlpatterns = [
    path("hoaks/meja/", desk.queue, name="desk"),
    path("hoaks/meja/laporan/<uuid:pk>/", desk.report, name="report_check"),
    path("hoaks/meja/laporan/<uuid:pk>/klaim-baru/", desk.open_claim, name="open_claim"),
    path("hoaks/meja/laporan/<uuid:pk>/gabung/<uuid:claim_pk>/", desk.join_claim, name="join_claim"),
    path("hoaks/meja/laporan/<uuid:pk>/tolak/", desk.reject, name="reject"),
    path("hoaks/meja/bukti/<uuid:pk>/", desk.picture, name="picture"),
    path("hoaks/meja/klaim/<uuid:pk>/", work.work, name="work"),
    path("hoaks/meja/klaim/<uuid:pk>/ubah/", work.edit, name="edit"),
    path("hoaks/meja/klaim/<uuid:pk>/sumber/", work.add_source, name="add_source"),
    path("hoaks/meja/klaim/<uuid:pk>/usul/", work.propose, name="propose"),
    path("hoaks/meja/klaim/<uuid:pk>/kembalikan/", work.hand_back, name="hand_back"),
    path("hoaks/meja/klaim/<uuid:pk>/terbit/", work.publish, name="publish"),
    path("hoaks/meja/klaim/<uuid:pk>/tanya/", confirming.ask, name="ask"),
    path("hoaks/meja/tanya/<uuid:pk>/tarik/", confirming.withdraw, name="withdraw"),
    path("hoaks/konfirmasi/", confirming.confirmations, name="confirmations"),
    path("hoaks/konfirmasi/<uuid:pk>/", confirming.confirmation, name="confirmation"),
    path("hoaks/meja/sumber/<uuid:pk>/hapus/", work.remove_source, name="remove_source"),
    path("hoaks/meja/sumber/<uuid:pk>/salinan/", work.source_copy, name="source_copy"),
]
