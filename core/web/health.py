"""Whether this process lives, and whether it can serve: for the process manager and the load balancer."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

from core.accounts.access import public


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
def live(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of anybody."""
    return _plain("ok")


@public
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503 with Retry-After."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()
        response = _plain("database", status=503)
        response.headers["Retry-After"] = "5"
        return response
    return _plain("ok")
