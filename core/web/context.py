"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.web import registry
from core.web.frame import Entry


def frame(request: HttpRequest) -> dict[str, Any]:
    """Demo mode and the navigation of this person; for a visitor it asks the database nothing."""
    return {"DEMO": settings.DEMO, "nav_items": navigation(request), "contacts": settings.PORTAL_CONTACTS}


def navigation(request: HttpRequest) -> tuple[Entry, ...]:
    """The entries this person may use, the open one marked."""
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    items = [item for item in registry.nav if not item.roles or (person is not None and person.has_role(*item.roles))]
    around = [item.url for item in items if len(item.url) > 1 and request.path.startswith(item.url)]
    # Of /meja/ and /meja/tanda-tangan/ only the nearer one is where somebody is.
    nearest = max(around, key=len, default="")
    return tuple(
        Entry(str(item.label), item.url, item.icon, item.url == request.path, item.url == nearest)
        for item in items
        if item.url
    )
