from django.http import HttpRequest, HttpResponse

from core.accounts.access import public, roles
from core.accounts.rules import Role


@public
def verify(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@public
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse("")


@roles(Role.LURAH)
def certificate(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
