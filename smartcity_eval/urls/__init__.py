"""Addresses of the evaluation: what everybody reads first, then the desk."""

from django.urls import path

from smartcity_eval.views import desk, export, indicators, programmes, public

app_name = "smartcity_eval"

urlpatterns = [
    path("evaluasi/", public.summary, name="summary"),
    path("evaluasi/hasil/<uuid:pk>/", public.result, name="result"),
    path("evaluasi/hasil/<uuid:pk>/data.json", public.result_data, name="result_data"),
    path("evaluasi/hasil/<uuid:pk>/data.csv", public.result_table, name="result_table"),
    path("evaluasi/hasil/<uuid:pk>/andai/", public.what_if, name="what_if"),
    path("evaluasi/instrumen/<slug:code>/", public.instrument, name="instrument"),
    path("evaluasi/program/", programmes.programmes, name="programmes"),
    path("evaluasi/program/tambah/", programmes.add, name="programme_add"),
    path("evaluasi/program/<uuid:pk>/", programmes.change, name="programme"),
    path("evaluasi/meja/", desk.desk, name="desk"),
    path("evaluasi/meja/buka/", desk.open_year, name="open"),
    path("evaluasi/meja/bukti/", indicators.queue, name="queue"),
    path("evaluasi/meja/<uuid:pk>/", desk.dashboard, name="assessment"),
    path("evaluasi/meja/<uuid:pk>/pembagian/", desk.assign, name="assign"),
    path("evaluasi/meja/<uuid:pk>/nilai/", desk.values, name="values"),
    path("evaluasi/meja/<uuid:pk>/target/", desk.targets, name="targets"),
    path("evaluasi/meja/<uuid:pk>/penilaian.xlsx", export.as_xlsx, name="export_xlsx"),
    path("evaluasi/meja/<uuid:pk>/penilaian.csv", export.as_csv, name="export_csv"),
    path("evaluasi/meja/<uuid:pk>/terbitkan/", desk.publish, name="publish"),
    path("evaluasi/meja/<uuid:pk>/buka-lagi/", desk.reopen, name="reopen"),
    path("evaluasi/indikator/<uuid:pk>/", indicators.indicator, name="indicator"),
    path("evaluasi/indikator/<uuid:pk>/jawab/", indicators.answer, name="answer"),
    path("evaluasi/indikator/<uuid:pk>/berkas/", indicators.add_file, name="add_file"),
    path("evaluasi/indikator/<uuid:pk>/tautan/", indicators.add_link, name="add_link"),
    path("evaluasi/indikator/<uuid:pk>/angka/", indicators.add_figure, name="add_figure"),
    path("evaluasi/bukti/<uuid:pk>/berkas/", indicators.evidence_file, name="evidence_file"),
    path("evaluasi/bukti/<uuid:pk>/terima/", indicators.accept, name="accept"),
    path("evaluasi/bukti/<uuid:pk>/kembalikan/", indicators.give_back, name="return"),
    path("evaluasi/bukti/<uuid:pk>/timbang-lagi/", indicators.reconsider, name="reconsider"),
    path("evaluasi/bukti/<uuid:pk>/tarik/", indicators.withdraw, name="withdraw"),
]
