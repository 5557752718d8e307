"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.web import registry


def frame(request: HttpRequest) -> dict[str, Any]:
    """Demo mode and the navigation of this person; for a visitor it asks the database nothing."""
    return {"DEMO": settings.DEMO, "nav_items": navigation(request), "contacts": settings.PORTAL_CONTACTS}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries this person may use, the open one marked."""
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    items: list[dict[str, Any]] = []
    for item in registry.nav:
        allowed = not item.roles or (person is not None and person.has_role(*item.roles))
        if allowed and item.url:
            items.append(
                {
                    "label": item.label,
                    "url": item.url,
                    "icon": item.icon,
                    "current": request.path == item.url,
                    "within": False,
                }
            )
    # Of /meja/ and /meja/tanda-tangan/ only the nearer one is where somebody is.
    around = [item for item in items if item["url"] != "/" and request.path.startswith(item["url"])]
    if around:
        max(around, key=lambda item: len(item["url"]))["within"] = True
    return items
