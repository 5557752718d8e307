"""What the frame's own pages show, gathered from the registries."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.web import registry
from core.web.registry import Figure, Hit, HomeCard, Shortcut, Task, Text

MAX_HITS = 30


def cards(place: str) -> list[HomeCard]:
    """Home cards of a place; a "quick" one that leads nowhere is left out."""
    return [card for card in registry.home_cards if card.place == place and (place == "service" or card.links)]


def figures() -> list[Figure]:
    """Figures of all features, in order."""
    return [figure for provider in registry.figures for figure in provider()]


def tasks_of(user: User) -> list[Task]:
    """What waits for this person, late things first, then in the order of the features."""
    tasks = [task for provider in registry.my_day for task in provider(user)]
    return sorted(tasks, key=lambda task: not task.urgent)


def shortcuts_of(user: User) -> list[Shortcut]:
    """The ways this person's roles go every day."""
    return [shortcut for shortcut in registry.shortcuts if shortcut.url and user.has_role(*shortcut.roles)]


def trail_choices() -> list[tuple[Text, Any]]:
    """Every action that the trail can hold, by the kind of row, for a choice list."""
    found: list[tuple[Text, Any]] = [("", _("Semua"))]
    for kind, (name, actions) in sorted(trail_words().items(), key=lambda item: str(item[1][0])):
        found.append((name, [(f"{kind} {action}", text) for action, text in actions.items()]))
    return found


def trail_words() -> dict[str, tuple[Text, Mapping[str, Text]]]:
    """What the trail's kinds of rows and their actions are called, of all features."""
    return {kind: words for part in registry.trail for kind, words in part.items()}


def hits(words: str, user: User | None) -> list[tuple[str, list[Hit]]]:
    """Search results by kind, at most MAX_HITS, in the order of the providers."""
    found: list[Hit] = []
    for provider in registry.search:
        found += provider(words, user)
    kinds = {str(hit.kind): None for hit in found[:MAX_HITS]}
    place = list(kinds)
    ordered = sorted(found[:MAX_HITS], key=lambda hit: place.index(str(hit.kind)))
    return [(kind, list(group)) for kind, group in groupby(ordered, key=lambda hit: str(hit.kind))]


def pages_matching(words: str, user: User | None) -> list[Hit]:
    """Search provider of the frame: services and pages whose name or text holds every word."""
    needles = words.lower().split()
    found: list[Hit] = []
    seen: set[str] = set()

    def consider(title: Any, text: Any, url: str) -> None:
        haystack = f"{title} {text}".lower()
        if url and url not in seen and all(needle in haystack for needle in needles):
            seen.add(url)
            found.append(Hit(str(title), url, str(text), _("Layanan")))

    for card in registry.home_cards:
        for action in card.links[:1]:
            consider(card.title, f"{card.subtitle}. {card.text}" if card.subtitle else card.text, action.url)
    for item in registry.nav:
        if not item.roles or (user is not None and user.has_role(*item.roles)):
            consider(item.label, "", item.url)
    about, privacy = registry.address("web:about"), registry.address("web:privacy")
    consider(_("Tentang portal ini"), _("Apa itu Portal Kota Kupang dan siapa yang mengelolanya."), about)
    consider(_("Pelindungan data pribadi"), _("Data apa yang disimpan, untuk apa, dan hak Anda."), privacy)
    return found
