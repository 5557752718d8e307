"""Pages for what went wrong: each says what happened and the way out."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER_SECONDS = "30"


@requires_csrf_token
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
