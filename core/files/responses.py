"""How a private file leaves the portal: never shown in the portal's own name, never kept on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(data: bytes, filename: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """`data` as a download; `inline` only for our own re-encoded pictures inside a page of ours."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, filename) or "attachment"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The CSP middleware leaves an answer alone that brings its own.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
