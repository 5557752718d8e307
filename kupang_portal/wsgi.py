"""The WSGI application that gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kupang_portal.settings.local")

Answer = Callable[..., Any]
REFUSAL = b"Permintaan tidak dapat dibaca: portal ini memakai UTF-8.\n"


class Utf8Only:
    """Answer 400 to a request that names another encoding than UTF-8, before Django reads it.

    Django takes whatever Python calls a codec, be it `hex`, and then fails where no error page can catch it.
    """

    def __init__(self, application: Callable[[dict[str, Any], Answer], Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Answer) -> Iterable[bytes]:
        if is_utf8(environ.get("CONTENT_TYPE", "")):
            return self.application(environ, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(REFUSAL)))]
        start_response("400 Bad Request", headers)
        return [REFUSAL]


def is_utf8(content_type: str) -> bool:
    """Whether the header can be read and names UTF-8, or no encoding at all."""
    try:
        _kind, parameters = parse_header_parameters(content_type)
    except (ValueError, LookupError):
        return False
    return parameters.get("charset", "utf-8").strip().lower() in ("utf-8", "utf8")


application = Utf8Only(get_wsgi_application())
