"""Pages for what went wrong: each says what happened and the way out.

None of them reads the form that was sent, as Django's own do to check its token: the form may be what is wrong.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER_SECONDS = "30"


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - passed by name
    """400 for what can't be read."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - passed by name
    """403 for whoever holds no task that opens the page."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - passed by name
    """404, the same for what is not there and what is not for this account."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After when the database does not answer or is too busy, else 500; asks the database nothing."""
    unavailable = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if unavailable else 500
    if request.path.startswith("/api/"):
        text = _("Layanan sedang tidak tersedia. Coba lagi sebentar lagi.") if unavailable else _("Terjadi kesalahan.")
        response: HttpResponse = JsonResponse({"detail": text}, status=status)
    else:
        response = HttpResponse(render_to_string("500.html", {"unavailable": unavailable}), status=status)
    if unavailable:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response
