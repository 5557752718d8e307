"""A page about something that a job is making."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def watched(request: HttpRequest, page: str, progress: str, context: dict[str, Any], *, over: bool) -> HttpResponse:
    """The whole page; to a page that asks again by itself only its `progress`, or, when it is `over`, to load anew."""
    if not request.headers.get("HX-Request"):
        return render(request, page, context)
    if not over:
        return render(request, progress, context)
    return HttpResponse(headers={"HX-Refresh": "true"})
