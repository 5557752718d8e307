"""The one address of the bare server."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.regions.models import Office


def bare(request: HttpRequest) -> HttpResponse:
    """Read the session and one row by its key, as the smallest useful view would."""
    office = Office.objects.get(pk=request.session["office"])
    return HttpResponse(office.name)


urlpatterns = [path("", bare)]
