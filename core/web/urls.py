from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.accounts.access import public

app_name = "web"


@public
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Portal Kota Kupang")


urlpatterns = [path("", home, name="home")]
