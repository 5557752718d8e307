"""Addresses: Indonesian words in the path, English names in code."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("core.web.urls")),
    path("", include("core.documents.urls")),
    path("", include("core.notifications.urls")),
    path("", include("core.accounts.urls")),
    path("", include("core.population.urls")),
    path("", include("core.signup.urls")),
    path("", include("core.signup.urls.account")),
    path("", include("sodamolek.letters.urls")),
    path("", include("sihebat.urls")),
    path("", include("sodamolek.prices.urls")),
    path("api/v1/letters/", include("sodamolek.letters.urls.api")),
    path("", include("sodamolek.growth.urls")),
    path("", include("kabashoax.urls")),
    path("", include("smartcity_eval.urls")),
    path("api/v1/evaluation/", include("smartcity_eval.urls.api")),
    path("admin/", admin.site.urls),
]

handler400 = "core.web.errors.bad_request"
handler403 = "core.web.errors.permission_denied"
handler404 = "core.web.errors.page_not_found"
handler500 = "core.web.errors.server_error"
