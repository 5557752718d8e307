"""Answers that views of several apps give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """429 with the page that says when to come back; `retry_after` in seconds."""
    response = render(request, "429.html", {"minutes": max(1, -(-retry_after // 60))}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response
