"""Lists by keyset: a page costs the same at the start and after a million rows, and new rows do not shift it."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, IntegerField, Model, Q, QuerySet, Subquery

from crisisdesk.letters import UNSTORABLE
from crisisdesk.web.query_values import in_utc

M = TypeVar("M", bound=Model)
FORWARD: Final = "n"
BACKWARD: Final = "p"
LONGEST_CURSOR: Final = 800


@dataclass(frozen=True)
class Page(Generic[M]):
    """An empty cursor: there is nothing more on that side."""

    rows: tuple[M, ...]
    next_cursor: str
    previous_cursor: str


class BrokenCursorError(ValueError):
    """Somebody changed the address by hand, or the order of the list has changed since."""


def keyset_page(queryset: QuerySet[M], *, order: tuple[str, ...], cursor: str, size: int) -> Page[M]:
    """`order` ends in a unique field and none of its fields is ever null. A broken cursor gives the first page."""
    try:
        side, values = _opened(queryset, order, cursor)
    except BrokenCursorError:
        return _first_page(queryset, order, size)
    backward = side == BACKWARD
    direction = _reversed(order) if backward else order
    found = list(queryset.filter(_beyond(direction, values)).order_by(*direction)[: size + 1])
    rows, more = found[:size], len(found) > size
    if not rows:
        return _first_page(queryset, order, size)
    if backward:
        rows.reverse()
    return Page(
        rows=tuple(rows),
        next_cursor=_sealed(FORWARD, rows[-1], order) if more or backward else "",
        previous_cursor=_sealed(BACKWARD, rows[0], order) if more or not backward else "",
    )


def cursor_after(row: Model, order: tuple[str, ...]) -> str:
    """Of the page that begins behind this row, also when the row has left the list since."""
    return _sealed(FORWARD, row, order)


def count_up_to(queryset: QuerySet[Any], limit: int = 1000) -> int:
    """At most `limit`, which then reads as "or more": nobody waits for an exact count of a million."""
    return queryset.order_by()[:limit].count()


class CountUpTo(Subquery):
    """`count_up_to` inside another query, so that several counts are one question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet[Any], limit: int = 1000) -> None:
        super().__init__(queryset.order_by().values("pk")[:limit])


def _first_page(queryset: QuerySet[M], order: tuple[str, ...], size: int) -> Page[M]:
    found = list(queryset.order_by(*order)[: size + 1])
    rows = tuple(found[:size])
    return Page(rows, _sealed(FORWARD, rows[-1], order) if len(found) > size else "", "")


def _reversed(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order)


def _beyond(order: tuple[str, ...], values: Sequence[Any]) -> Q:
    """After the row with these values: (a > x) or (a = x and b > y) or …, each in its own direction."""
    steps = []
    for position, name in enumerate(order):
        equal = {order[i].removeprefix("-"): values[i] for i in range(position)}
        sign = "lt" if name.startswith("-") else "gt"
        steps.append(Q(**equal, **{f"{name.removeprefix('-')}__{sign}": values[position]}))
    beyond = reduce(lambda left, right: left | right, steps)
    first = order[0].removeprefix("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": values[0]}) & beyond  # the bound alone is what an index can use


def _sealed(side: str, row: Model, order: tuple[str, ...]) -> str:
    values = [reduce(getattr, name.removeprefix("-").split("__"), row) for name in order]
    packed = json.dumps([side, *values], cls=_Exact, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Django's encoder cuts microseconds to milliseconds; a cursor must not lose rows between them."""

    def default(self, o: Any) -> Any:  # noqa: ANN401 -- the encoder's signature
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _opened(queryset: QuerySet[M], order: tuple[str, ...], cursor: str) -> tuple[str, list[Any]]:
    if not cursor or len(cursor) > LONGEST_CURSOR:
        raise BrokenCursorError
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        side, *values = json.loads(packed)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise BrokenCursorError from error
    if side not in (FORWARD, BACKWARD) or len(values) != len(order):
        raise BrokenCursorError
    return side, [_value(queryset, name.removeprefix("-"), value) for name, value in zip(order, values, strict=True)]


def _value(queryset: QuerySet[M], name: str, value: object) -> Any:  # noqa: ANN401 -- as many types as fields
    if value is None or isinstance(value, bool | list | dict) or (isinstance(value, str) and UNSTORABLE.search(value)):
        raise BrokenCursorError
    field = _field(queryset, name)
    try:
        typed = field.to_python(value)
        field.run_validators(typed)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise BrokenCursorError from error
    if isinstance(typed, datetime) and (typed := in_utc(typed)) is None:
        raise BrokenCursorError
    return typed


def _field(queryset: QuerySet[M], name: str) -> "Field[Any, Any]":
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    model: type[Model] = queryset.model
    *relations, last = name.split("__")
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(relation)
        model = related
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(last)
    return field
