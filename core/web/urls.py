"""Addresses of the frame's own pages."""

from django.urls import path

from core.web import api, health, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("saya/", views.my_day, name="my_day"),
    path("cari/", views.search, name="search"),
    path("tentang/", views.about, name="about"),
    path("privasi/", views.privacy, name="privacy"),
    path("audit/", views.trail, name="trail"),
    path("_health/live", health.live, name="live"),
    path("_health/ready", health.ready, name="ready"),
    path("api/schema/", api.SchemaView.as_view(), name="api_schema"),
    path("api/docs/", api.DocsView.as_view(), name="api_docs"),
]
