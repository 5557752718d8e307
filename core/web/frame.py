"""Parts of the frame that depend on few facts: rendered once per process for the same facts.

The frame stands around every page; rendered anew each time it would cost more than most pages themselves.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Entry(NamedTuple):
    """An entry of the navigation on a given page."""

    label: str
    url: str
    icon: str
    current: bool
    within: bool


def part(template: str, facts: tuple[tuple[str, Hashable], ...] = ()) -> SafeString:
    """The part as HTML. It depends on `facts` and on settings alone, never on the request."""
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    contacts = tuple(settings.PORTAL_CONTACTS.items())
    return render(template, facts, settings.DEMO, contacts, get_language())


@lru_cache(maxsize=2048)
def _rendered(
    template: str,
    facts: tuple[tuple[str, Hashable], ...],
    demo: bool,
    contacts: tuple[tuple[str, str], ...],
    _language: str,
) -> SafeString:
    return render_to_string(template, {**dict(facts), "DEMO": demo, "contacts": dict(contacts)})
