"""Plain JSON into frozen dataclasses; an error names the file and the place in it."""

import dataclasses
import enum
import types
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class SchemaError(ValueError):
    """A kind's file does not fit the schema: `SKTM.json: fields[2].type: ...`."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


def expand(data: Any, shared: dict[str, Any], place: str) -> Any:
    """`data` with each "@name" replaced by what `shared` holds under it; a list within a list is joined in.

    What many kinds have in common (the applicant's fields, the same requirement) stands in one file only.
    """
    if isinstance(data, dict):
        return {key: expand(value, shared, f"{place}.{key}") for key, value in data.items()}
    if isinstance(data, list):
        return _expand_list(data, shared, place)
    if isinstance(data, str) and data.startswith("@"):
        if data[1:] not in shared:
            raise SchemaError(place, f"“{data}” tidak ada di shared.json")
        return shared[data[1:]]
    return data


def _expand_list(items: list[Any], shared: dict[str, Any], place: str) -> list[Any]:
    found: list[Any] = []
    for i, item in enumerate(items):
        value = expand(item, shared, f"{place}[{i}]")
        found += value if isinstance(item, str) and isinstance(value, list) else [value]
    return found


def build(cls: type[T], data: Any, place: str) -> T:
    """An instance of the dataclass `cls`; unknown and missing keys and wrong types are refused."""
    if not isinstance(data, dict):
        raise SchemaError(place, f"harus berupa objek, bukan {type(data).__name__}")
    fields = {f.name: f for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise SchemaError(f"{place}.{unknown[0]}", f"tidak dikenal; yang dikenal: {', '.join(fields)}")
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in data:
            values[name] = _convert(hints[name], data[name], f"{place}.{name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise SchemaError(f"{place}.{name}", "wajib ada")
    return cls(**values)


def _convert(hint: Any, value: Any, place: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _convert(next(a for a in get_args(hint) if a is not type(None)), value, place)
    if origin is tuple:
        return _convert_tuple(get_args(hint), value, place)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return build(hint, value, place)
    return _convert_plain(hint, value, place)


def _convert_tuple(arguments: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise SchemaError(place, f"harus berupa daftar, bukan {type(value).__name__}")
    if arguments[-1] is Ellipsis:
        return tuple(_convert(arguments[0], item, f"{place}[{i}]") for i, item in enumerate(value))
    if len(value) != len(arguments):
        raise SchemaError(place, f"harus berisi {len(arguments)} bagian")
    return tuple(_convert(a, item, f"{place}[{i}]") for i, (a, item) in enumerate(zip(arguments, value, strict=True)))


def _convert_plain(hint: Any, value: Any, place: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        try:
            return hint(value)
        except ValueError:
            allowed = ", ".join(str(m.value) for m in hint)
            raise SchemaError(place, f"“{value}” tidak dikenal; yang dikenal: {allowed}") from None
    if hint is date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise SchemaError(place, f"“{value}” bukan tanggal (TTTT-BB-HH)") from None
    # bool is a subclass of int: `true` is no number.
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise SchemaError(place, f"harus {hint.__name__}, bukan {type(value).__name__}")
    return value
