"""Addresses of prices: the public's, the surveyor's, the validator's."""

from django.urls import path

from sodamolek.prices import api
from sodamolek.prices.views import opendata, public, survey, validation

app_name = "prices"

urlpatterns = [
    path("harga/", public.today, name="today"),
    path("harga/indeks/", public.week, name="week"),
    path("harga/komoditas/<slug:code>/", public.commodity, name="commodity"),
    path("harga/data/", opendata.about, name="data"),
    path("harga/data/harga.csv", opendata.prices_csv, name="prices_csv"),
    path("harga/data/harga.json", opendata.prices_json, name="prices_json"),
    path("harga/data/indeks.json", opendata.index_json, name="index_json"),
    path("harga/survei/", survey.mine, name="mine"),
    path("harga/survei/baru/", survey.new, name="new"),
    path("harga/survei/pekerja.js", survey.worker, name="worker"),
    path("harga/survei/<uuid:pk>/", survey.detail, name="round"),
    path("harga/survei/<uuid:pk>/perbaiki/", survey.correct, name="correct"),
    path("harga/validasi/", validation.queue, name="queue"),
    path("harga/validasi/<uuid:pk>/", validation.check, name="check"),
    path("harga/validasi/<uuid:pk>/sahkan/", validation.validate, name="validate"),
    path("harga/validasi/<uuid:pk>/kembalikan/", validation.give_back, name="return"),
    path("api/v1/prices/quotes/", api.QuoteList.as_view(), name="api_quotes"),
    path("api/v1/prices/rounds/", api.RoundList.as_view(), name="api_rounds"),
    path("api/v1/prices/rounds/new/", api.NewRound.as_view(), name="api_round_new"),
]
