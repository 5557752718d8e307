"""Addresses of the API of the evaluation, under /api/v1/evaluation/."""

from django.urls import path

from smartcity_eval import api

app_name = "evaluation_api"

urlpatterns = [
    path("results/", api.ResultList.as_view(), name="results"),
    path("results/<uuid:pk>/", api.ResultDetail.as_view(), name="result"),
    path("instruments/", api.InstrumentList.as_view(), name="instruments"),
]
