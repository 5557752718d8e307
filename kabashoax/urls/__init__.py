"""Addresses of Kabas Hoax: the public's here, the desk's in desk.py."""

from django.urls import path

from kabashoax.urls import desk
from kabashoax.views import public, reporting

app_name = "kabashoax"

urlpatterns = [
    path("hoaks/", public.index, name="index"),
    path("hoaks/umpan.atom", public.feed, name="feed"),
    path("hoaks/statistik/", public.statistics, name="statistics"),
    path("hoaks/lapor/", reporting.report, name="report"),
    path("hoaks/lapor/mirip/", reporting.suggest, name="suggest"),
    path("hoaks/lacak/", reporting.track, name="track"),
    path("hoaks/klaim/<slug:slug>/", public.claim, name="claim"),
    path("hoaks/klaim/<slug:slug>/saya-juga/", public.echo, name="echo"),
    *desk.urlpatterns,
]
