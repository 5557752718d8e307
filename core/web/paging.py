"""Pages by key: as fast on the last page as on the first, without a COUNT(*)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row")
Order = list[tuple[str, bool]]  # a field's name and whether it goes down


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows and the addresses beside them; an empty address means there is nothing on that side."""

    rows: list[Row]
    next_url: str
    prev_url: str

    def __bool__(self) -> bool:
        return bool(self.rows)


def keyset_page(queryset: QuerySet[Any, Row], request: HttpRequest, size: int = 25) -> Page[Row]:
    """The page of `queryset` that the address asks for by `after` or `before`; other parameters stay.

    Follows the queryset's order (plain names of non-null fields or annotations; newest first when it has none)
    and adds the primary key, so that every row has one place. A broken key gives the first page.
    """
    order = _order(queryset)

    def fetch(key: list[Any] | None, limit: int, *, backwards: bool) -> list[Row]:
        direction = [(name, down != backwards) for name, down in order]
        found = queryset.order_by(*(f"-{name}" if down else name for name, down in direction))
        if key is not None:
            found = found.filter(_beyond(direction, key))
        return list(found[:limit])

    return _page(request, size, fetch, lambda text: _decode(queryset, order, text), lambda row: _encode(order, row))


@dataclass(frozen=True)
class WrittenList(Generic[Row]):
    """A list in SQL, for the few that are asked so often that building their query anew would be felt.

    `select` ends before its WHERE. `keys` are the columns of the order, all in one direction, none of them null and
    together unique: each with the name of the row's attribute and how its text is read. `row` makes a row.
    """

    select: str
    keys: tuple[tuple[str, str, Callable[[str], Any]], ...]
    row: Callable[..., Row]

    def page(
        self,
        request: HttpRequest,
        conditions: Sequence[tuple[Any, ...]],
        *,
        down: bool = False,
        size: int = 25,
        given: Sequence[Any] = (),
    ) -> Page[Row]:
        """As keyset_page, of the rows for which all of `conditions` hold: SQL with %s, and the values.

        `given` are the values for the %s of `select` itself.
        """
        order = [(name, down) for _column, name, _read in self.keys]
        texts = [text for text, *_values in conditions]
        params = [*given, *(value for _text, *values in conditions for value in values)]

        def fetch(key: list[Any] | None, limit: int, *, backwards: bool) -> list[Row]:
            sql = self._sql(texts, down != backwards, beyond=key is not None)
            with connection.cursor() as cursor:
                cursor.execute(sql, [*params, *(key or ()), limit])
                return [self.row(*values) for values in cursor.fetchall()]

        return _page(request, size, fetch, self._read, lambda row: _encode(order, row))

    def _sql(self, conditions: list[str], down: bool, *, beyond: bool) -> str:
        columns = [column for column, _name, _read in self.keys]
        if beyond:
            places = ", ".join(["%s"] * len(columns))
            conditions = [*conditions, f"({', '.join(columns)}) {'<' if down else '>'} ({places})"]
        order = ", ".join(f"{column} {'DESC' if down else 'ASC'}" for column in columns)
        return f"{self.select} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT %s"

    def _read(self, text: str) -> list[Any] | None:
        values = _values(text, len(self.keys))
        if values and not all(isinstance(value, str) for value in values):
            raise TypeError(text)  # UUID and others fail in ways of their own on what is no text
        return values and [_exact(read(value)) for (_column, _name, read), value in zip(self.keys, values, strict=True)]


def _page(
    request: HttpRequest,
    size: int,
    fetch: Callable[..., list[Row]],
    decode: Callable[[str], list[Any] | None],
    encode: Callable[[Row], str],
) -> Page[Row]:
    backwards = "before" in request.GET
    try:
        key = decode(request.GET.get("before" if backwards else "after", ""))
    except (ValueError, TypeError, OverflowError, ValidationError):
        key, backwards = None, False
    rows = fetch(key, size + 1, backwards=backwards)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more if not backwards else key is not None)
    has_previous = bool(rows) and (more if backwards else key is not None)
    return Page(
        rows=rows,
        next_url=_url(request, "after", encode(rows[-1])) if has_next else "",
        prev_url=_url(request, "before", encode(rows[0])) if has_previous else "",
    )


def _order(queryset: QuerySet[Any]) -> Order:
    names = [str(name) for name in queryset.query.order_by or queryset.model._meta.ordering or ("-pk",)]
    order = [(name.lstrip("-"), name.startswith("-")) for name in names]
    key = queryset.model._meta.pk
    if key is not None and not any(name in ("pk", key.name) for name, _ in order):
        order.append(("pk", order[-1][1]))
    return order


def _beyond(direction: Order, key: list[Any]) -> Q:
    """Rows after `key`. The first column's plain bound comes first so that an index can start there."""
    condition = Q()
    equal = Q()
    for (name, down), value in zip(direction, key, strict=True):
        condition |= equal & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{name: value})
    name, down = direction[0]
    return Q(**{f"{name}__{'lte' if down else 'gte'}": key[0]}) & condition


def _encode(order: Order, row: object) -> str:
    values = []
    for name, _ in order:
        value: Any = row
        for part in name.split("__"):
            value = getattr(value, part)
        values.append(value.pk if isinstance(value, models.Model) else value)
    text = json.dumps(values, cls=_ExactEncoder)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


class _ExactEncoder(DjangoJSONEncoder):
    """Django's encoder cuts microseconds; a key must be exact, or a page repeats a row."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _decode(queryset: QuerySet[Any], order: Order, text: str) -> list[Any] | None:
    """The key in `text`, None when there is none. Raises ValueError or ValidationError on anything odd."""
    values = _values(text, len(order))
    return values and [_value(queryset, name, value) for (name, _), value in zip(order, values, strict=True)]


def _values(text: str, count: int) -> list[Any] | None:
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, UnicodeError, RecursionError) as error:
        raise ValueError(text) from error
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(text)
    for value in values:
        if value is None or isinstance(value, (list, dict)) or (isinstance(value, str) and "\x00" in value):
            raise ValueError(text)
        str(value).encode()  # half a character, as "\ud800", is none that the database can be asked for
    return values


def _exact(value: Any) -> Any:
    """A time in UTC: PostgreSQL doesn't read every zone that Python knows. Raises OverflowError past the year 9999."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(value)
    return value.astimezone(UTC)


def _value(queryset: QuerySet[Any], name: str, value: Any) -> Any:
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return _exact(annotation.output_field.to_python(value))
    model = queryset.model
    field: Any = None
    for part in name.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        if field.is_relation:
            model = field.related_model
            field = field.target_field
    if isinstance(field, models.UUIDField) and not isinstance(value, str):
        raise ValueError(name)  # a number would be taken for a UUID's 128 bits
    return _exact(field.to_python(value))


def _url(request: HttpRequest, name: str, key: str) -> str:
    parameters = request.GET.copy()
    parameters.pop("after", None)
    parameters.pop("before", None)
    parameters[name] = key
    return f"?{parameters.urlencode()}"
