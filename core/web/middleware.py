"""Middleware of the page frame."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.population.rules import number_within

GetResponse = Callable[[HttpRequest], HttpResponse]
NUL = "\x00"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class RefuseNulMiddleware:
    """Answer 400 to a NUL character in an address, a cookie, a form or JSON.

    PostgreSQL can't store one and would answer 500. Files may hold any byte; their names may not.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            NUL in request.path
            or "%00" in request.META.get("QUERY_STRING", "")
            or any(NUL in value for value in request.COOKIES.values())
        ):
            return self.refusal()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """The body is read here, after the middleware that must see it untouched, before the view."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return None
        if request.content_type in FORMS:
            names = [upload.name or "" for _field, files in request.FILES.lists() for upload in files]
            texts = [text for name, values in request.POST.lists() for text in (name, *values)]
            return self.refusal() if any(NUL in text for text in (*texts, *names)) else None
        if request.content_type and request.content_type.endswith("json"):
            body = request.body
            return self.refusal() if b"\\u0000" in body or b"\x00" in body else None
        return None

    @staticmethod
    def refusal() -> HttpResponse:
        return HttpResponseBadRequest(_("Isian memuat karakter yang tidak sah. Hapus, lalu kirim lagi."))


class KeepNumbersOutMiddleware:
    """Lead away from an address that holds a NIK or KK number, typed by mistake into a search for words or names.

    Such a box sends what was typed in the address; the desk's own search, which does take a NIK, posts it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.lists() if request.method in ("GET", "HEAD") else ()
        if not any(number_within(text) for name, values in asked for text in (name, *values)):
            return self.get_response(request)
        text = _("NIK dan nomor KK tidak dicari di sini, supaya tidak tertinggal di alamat halaman. Tulis kata lain.")
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": text}, status=400)
        messages.warning(request, text)
        return redirect(request.path)


@lru_cache(maxsize=1)
def ordinary_policy() -> str:
    return str(build_policy())


class PolicyMiddleware(CSPMiddleware):
    """django-csp, with the policy of ordinary pages built once: copying it costs as much as a small page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith("_csp") for name in (*vars(response), *vars(request))):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, ordinary_policy())
        return response


class HeadersMiddleware:
    """Headers of every answer; a page of somebody with a session is never kept by a browser or a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = settings.SESSION_COOKIE_NAME
        if session in request.COOKIES or session in response.cookies or "HTTP_AUTHORIZATION" in request.META:
            # Kelurahan counters share their computers: the "back" button must not show the last citizen's page.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
