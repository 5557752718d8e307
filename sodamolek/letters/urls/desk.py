"""Addresses of the office's desk."""

from django.urls import path

from sodamolek.letters.views import complaints, countersign, desk, queue, sign, statistics, steps

urlpatterns = [
    path("meja/", queue.queue, name="desk"),
    path("meja/cari/", queue.search, name="desk_search"),
    path("meja/terima/", queue.accept_selected, name="accept_selected"),
    path("meja/<uuid:pk>/petugas/", queue.assign, name="assign"),
    path("meja/<uuid:pk>/catatan/", queue.note, name="note"),
    path("meja/tanda-tangan/", sign.waiting, name="sign_queue"),
    path("meja/tanda-tangan/semua/", sign.sign_selected, name="sign_selected"),
    path("meja/keluhan/", complaints.queue, name="complaints"),
    path("meja/<uuid:pk>/keluhan/", complaints.desk_thread, name="desk_complaint"),
    path("meja/<uuid:pk>/keluhan/selesai/", complaints.settle, name="settle_complaint"),
    path("meja/statistik/", statistics.office, name="office_statistics"),
    path("meja/statistik.xlsx", statistics.office_xlsx, name="office_statistics_xlsx"),
    path("meja/paraf/", steps.endorse_queue, name="endorse_queue"),
    path("meja/cetak/", steps.scan_queue, name="scan_queue"),
    path("meja/mengetahui/", countersign.queue, name="countersign_queue"),
    path("meja/mengetahui/<uuid:pk>/", countersign.countersign, name="countersign"),
    path("meja/mengetahui/<uuid:pk>/surat.png", countersign.picture, name="countersign_picture"),
    path("meja/mengetahui/<uuid:pk>/kembalikan/", countersign.decline, name="decline"),
    path("meja/<uuid:pk>/kata-kata/", steps.mend_wording, name="mend_wording"),
    path("meja/<uuid:pk>/paraf/", steps.endorse, name="endorse"),
    path("meja/<uuid:pk>/cetak/", steps.print_letter, name="print"),
    path("meja/<uuid:pk>/cetak.pdf", steps.printable, name="printable"),
    path("meja/<uuid:pk>/pindaian/", steps.scan, name="scan"),
    path("meja/<uuid:pk>/batalkan-nomor/", steps.give_up, name="give_up"),
    path("meja/<uuid:pk>/", desk.check, name="check"),
    path("meja/<uuid:pk>/terima/", desk.accept, name="accept"),
    path("meja/<uuid:pk>/kembalikan/", desk.give_back, name="return"),
    path("meja/<uuid:pk>/tolak/", desk.reject, name="reject"),
    path("meja/<uuid:pk>/buka-lagi/", desk.reopen, name="reopen"),
    path("meja/<uuid:pk>/serahkan/", desk.collect, name="collect"),
    path("meja/<uuid:pk>/nik/", desk.reveal, name="reveal_nik"),
    path("meja/dokumen/<uuid:pk>/<int:number>.jpg", desk.page_image, name="page_image"),
    path("meja/<uuid:pk>/pratinjau.png", desk.preview_image, name="preview_image"),
    path("meja/<uuid:pk>/pratinjau.pdf", desk.preview, name="preview"),
    path("meja/<uuid:pk>/tanda-tangan/", sign.sign, name="sign"),
    path("meja/<uuid:pk>/cabut/", sign.revoke, name="revoke"),
]
