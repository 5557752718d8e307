"""Every address of the portal with the mark of its view, and how to fill its parameters with something nobody has."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from core.accounts.access import Access, access_of


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    access: Access | None
    has_parameter: bool

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")


def addresses() -> list[Address]:
    return [_address(names, parts, pattern) for names, parts, pattern in _walk(get_resolver(), (), ())]


def _walk(
    resolver: URLResolver, names: tuple[str, ...], parts: tuple[Any, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry, inner, (*parts, entry.pattern))
        else:
            yield names, (*parts, entry.pattern), entry


def _address(names: tuple[str, ...], parts: tuple[Any, ...], pattern: URLPattern) -> Address:
    name = ":".join((*names, pattern.name or ""))
    return Address(
        name=name,
        path="/" + "".join(_filled(part) for part in parts),
        access=access_of(pattern.callback),
        has_parameter=any(part.regex.groups for part in parts),
    )


def _filled(part: Any) -> str:
    """The text of one piece of a path, with values that no row has."""
    if hasattr(part, "_route"):
        text = str(part)
        for name, converter in part.converters.items():
            for spelled in (f"<{_kind(converter)}:{name}>", f"<{name}>"):
                text = text.replace(spelled, _value(converter))
        return text
    return _from_regex(str(part))


def _kind(converter: Any) -> str:
    from django.urls.converters import get_converters

    return next(name for name, known in get_converters().items() if type(known) is type(converter))


def _value(converter: Any) -> str:
    if isinstance(converter, UUIDConverter):
        return str(uuid.uuid4())
    return "987654321" if isinstance(converter, IntConverter) else "tidak-ada"


def _from_regex(regex: str) -> str:
    """An address for the few regular expressions of packages."""
    import re

    text = regex.removeprefix("^").removesuffix("$").replace("\\Z", "")
    return re.sub(r"\(\?P<\w+>[^)]*\)", "tidak-ada", text).replace("\\", "")
