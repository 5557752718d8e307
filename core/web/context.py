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
    held = user.roles_today if user is not None and user.is_authenticated else frozenset()
    path = request.path
    items = [(item, item.url) for item in registry.nav if not item.roles or not held.isdisjoint(item.roles)]
    # Of /meja/ and /meja/tanda-tangan/ only the nearer one is where somebody is.
    nearest = max((url for _item, url in items if len(url) > 1 and path.startswith(url)), key=len, default="")
    return tuple(Entry(str(item.label), url, item.icon, url == path, url == nearest) for item, url in items if url)
