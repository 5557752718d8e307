"""Addresses of growth: the public's, the posyandu's, the puskesmas's, the health office's, the parents'."""

from django.urls import path

from sodamolek.growth.views import checks, children, day, office, public

app_name = "growth"

urlpatterns = [
    path("stunting/", public.stunting, name="public"),
    path("tumbuh/", day.desk, name="desk"),
    path("tumbuh/hari-timbang/<uuid:pk>/", day.session, name="session"),
    path("tumbuh/hari-timbang/<uuid:pk>/anak/<uuid:child>/", day.measure, name="measure"),
    path("tumbuh/posyandu/<uuid:pk>/", children.posyandu, name="posyandu"),
    path("tumbuh/posyandu/<uuid:pk>/anak-baru/", children.new, name="new_child"),
    path("tumbuh/posyandu/<uuid:pk>/skdn/", office.sheet, name="sheet"),
    path("tumbuh/anak/<uuid:pk>/", children.detail, name="child"),
    path("tumbuh/anak/<uuid:pk>/berhenti/", children.leave, name="leave"),
    path("tumbuh/ukur-ulang/", checks.queue, name="checks"),
    path("tumbuh/ukur-ulang/<uuid:pk>/", checks.answer, name="check"),
    path("tumbuh/prevalensi/", office.prevalence, name="prevalence"),
    path("tumbuh/prevalensi/terbitkan/", office.publish, name="publish"),
    path("anak-saya/", children.mine, name="mine"),
]
