"""What views and APIs of several apps share: answers they give, and how they read what is sent."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


def too_many_requests(request: HttpRequest, *, retry_after: int) -> HttpResponse:
    """429 with the page that says when to come back; `retry_after` in seconds."""
    response = render(request, "429.html", {"minutes": max(1, -(-retry_after // 60))}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


# The content type of an XLSX file.
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: object) -> str:
    """`text` as a cell of CSV or XLSX that no spreadsheet takes for a formula, nor when it is saved as text again."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(FORMULA) else plain


class StrictJSONParser(JSONParser):
    """JSON that can be kept and shown again: no half of a surrogate pair, no nesting without end."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """What was sent; ParseError for what UTF-8 or Python can't hold."""
        try:
            data: dict[str, Any] = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError(_("Isian memuat karakter yang tidak sah. Hapus, lalu kirim lagi.")) from error
        return data
