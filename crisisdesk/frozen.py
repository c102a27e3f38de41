"""A frozen dataclass as JSON and back: what was signed is shown again as it was, whatever the rows say later."""

import dataclasses
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def freeze(value: Any) -> Any:  # noqa: ANN401 -- a dataclass, or what stands in one
    """Only the fields, never what properties say of them."""
    if dataclasses.is_dataclass(value):
        return {field.name: freeze(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [freeze(item) for item in value]
    if isinstance(value, dict):
        return {key: freeze(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def thaw(kind: type[T], data: dict[str, Any]) -> T:
    """A field that an older version did not know takes its default."""
    hints = get_type_hints(kind)
    return kind(**{name: _thawed(hints[name], value) for name, value in data.items() if name in hints})


def _thawed(kind: Any, value: Any) -> Any:  # noqa: ANN401 -- any type that a field may have
    if value is None:
        return None
    origin = get_origin(kind)
    if origin is UnionType:
        return _thawed(next(each for each in get_args(kind) if each is not NoneType), value)
    if origin is list:
        return [_thawed(get_args(kind)[0], item) for item in value]
    if origin is tuple:
        return tuple(_thawed(each, item) for each, item in zip(get_args(kind), value, strict=True))
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return thaw(kind, value) if dataclasses.is_dataclass(kind) and isinstance(kind, type) else value
