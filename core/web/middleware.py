"""Middleware of the page frame."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseNulMiddleware:
    """Answer 400 to a NUL character in an address: PostgreSQL can't store one and would answer 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("Alamat memuat karakter yang tidak sah.")
        return self.get_response(request)
