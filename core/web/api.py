"""What all API views share, and the API's own description."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from core.accounts.access import api_access


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler, and a service's ValidationError as 400 with the field's name."""
    if isinstance(error, ValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
        error = exceptions.ValidationError(detail)
    return drf_handler(error, context)


class KeyPagination(CursorPagination):
    """DRF's pages by key; a key whose place can't be one is not found, like those that DRF itself can't read."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as error:
            raise exceptions.NotFound(self.invalid_cursor_message) from error


class SchemaView(SpectacularAPIView):
    """The OpenAPI description; it says nothing about anybody, so everybody may read it."""

    permission_classes = [api_access(public=True)]
    authentication_classes: list[type] = []


class DocsView(SpectacularSwaggerSplitView):
    """The description as a page to try it on; scripts and styles come from our own static files."""

    permission_classes = [api_access(public=True)]
    authentication_classes: list[type] = []
    url_name = "web:api_schema"
    template_name = "web/api_docs.html"
