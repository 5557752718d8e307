"""Addresses of the population room: only the report on how the register was used."""

from django.urls import path

from core.population import views

app_name = "population"
urlpatterns = [
    path("kependudukan/pemanfaatan/", views.usage, name="usage"),
    path("kependudukan/pemanfaatan.csv", views.usage_csv, name="usage_csv"),
]
