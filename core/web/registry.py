"""What the frame needs from every feature; each app fills these in its `apps.py: ready()`.

Core knows no feature: it only walks these lists. A name of an address that does not exist (yet) hides its item;
tests/core/web/test_registry.py fails on such a name, so nothing stays hidden by mistake.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Generic, TypeVar

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from core.accounts.models import User
from core.accounts.rules import Role

Text = str | Promise
Item = TypeVar("Item")


@cache
def address(url_name: str) -> str:
    """The path of a named address without arguments, or "" when there is none. Remembered per process."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


class Registry(Generic[Item]):
    """An ordered list that apps fill while they start."""

    def __init__(self) -> None:
        self._items: list[tuple[int, Item]] = []

    def add(self, item: Item, *, order: int = 100) -> None:
        """Add `item`; lower `order` comes first, equal ones in the order of the apps. Twice is once."""
        if not any(item == known for _, known in self._items):
            self._items.append((order, item))
            self._items.sort(key=lambda pair: pair[0])

    def remove(self, item: Item) -> None:
        """Take `item` out again; for tests."""
        self._items = [pair for pair in self._items if pair[1] != item]

    def __iter__(self) -> Iterator[Item]:
        return (item for _, item in self._items)

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True)
class NavItem:
    """An entry of the main navigation.

    Without `roles` everybody sees it, signed in or not; with {Role.CITIZEN} everybody who is signed in.
    `icon` is a name in static/img/icons.svg.
    """

    label: Text
    url_name: str
    roles: frozenset[Role] | set[Role] | tuple[Role, ...] = frozenset()
    icon: str = ""

    @property
    def url(self) -> str:
        return address(self.url_name)


@dataclass(frozen=True)
class Action:
    """A link on a card."""

    label: Text
    url_name: str
    icon: str = "panah"

    @property
    def url(self) -> str:
        return address(self.url_name)


@dataclass(frozen=True)
class HomeCard:
    """A service on the home page (`place="service"`), or a direct way to one thing (`place="quick"`).

    A card whose `actions` lead nowhere yet says that the service is being prepared.
    """

    title: Text
    text: Text
    icon: str
    actions: tuple[Action, ...] = ()
    place: str = "service"
    subtitle: Text = ""

    @property
    def links(self) -> list[Action]:
        return [action for action in self.actions if action.url]


@dataclass(frozen=True)
class Figure:
    """A figure on the home page: what, how much, and since when or by which source."""

    value: Text | int
    label: Text
    note: Text = ""


@dataclass(frozen=True)
class Task:
    """Something that waits for this person: on "Meja saya", most urgent first.

    `count` is shown when it is not None. `urgent` means late against its standard. `icon` as for NavItem.
    """

    label: Text
    url: str
    count: int | None = None
    detail: Text = ""
    urgent: bool = False
    icon: str = "tugas"


@dataclass(frozen=True)
class Shortcut:
    """A way that somebody with one of `roles` goes every day; shown on "Meja saya"."""

    label: Text
    url_name: str
    roles: frozenset[Role] | set[Role] | tuple[Role, ...]
    icon: str = "panah"
    detail: Text = ""

    @property
    def url(self) -> str:
        return address(self.url_name)


@dataclass(frozen=True)
class Hit:
    """A search result. `kind` is the heading under which it stands, such as "Surat"."""

    title: Text
    url: str
    text: Text = ""
    kind: Text = ""


SearchProvider = Callable[[str, User | None], list[Hit]]
TaskProvider = Callable[[User], list[Task]]
FigureProvider = Callable[[], list[Figure]]


# What the trail's kinds of rows (by "label.model") and their actions are called: each app's rules/trail.py.
trail: Registry[Mapping[str, tuple[Text, Mapping[str, Text]]]] = Registry()
# Commands that read reference data from files, each safe to run again; `manage.py load_reference` runs them all.
reference: Registry[str] = Registry()
nav: Registry[NavItem] = Registry()
home_cards: Registry[HomeCard] = Registry()
# Read when the home page is rendered, at most once a minute per process.
figures: Registry[FigureProvider] = Registry()
# Called for a signed-in person; each provider answers with a bounded number of queries.
my_day: Registry[TaskProvider] = Registry()
shortcuts: Registry[Shortcut] = Registry()
# Called with the words typed and the person, None for a visitor.
search: Registry[SearchProvider] = Registry()
# Each makes demo data: idempotent, people marked as `is_demo`; `manage.py make_demo` runs them all, again and again.
demo: Registry[Callable[[], None]] = Registry()
# Each takes today's date, deletes what the archive schedule no longer allows to keep, and returns how many rows.
retention: Registry[Callable[[date], int]] = Registry()
