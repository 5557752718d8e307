"""What the pages share: a person does something and hears why not; a page about what a job is making."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.forms import add_service_errors

Result = TypeVar("Result")


def saved(request: HttpRequest, form: forms.Form, save: Callable[[], Result]) -> Result | None:
    """What `save` returned, for a form that was sent and is right; else None, and the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return save()
    except ValidationError as error:
        add_service_errors(form, error)
        return None


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether `act` was done; else the next page says why not."""
    try:
        act()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return False
    return True


def status_of(form: forms.Form) -> int:
    """The answer's code for a page with this form."""
    return 422 if form.errors else 200


def watched(request: HttpRequest, page: str, progress: str, context: dict[str, Any], *, over: bool) -> HttpResponse:
    """The whole page; to a page that asks again by itself only its `progress`, or, when it is `over`, to load anew."""
    if not request.headers.get("HX-Request"):
        return render(request, page, context)
    if not over:
        return render(request, progress, context)
    return HttpResponse(headers={"HX-Refresh": "true"})
