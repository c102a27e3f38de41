"""The body of a webhook: one object, a list, a list under a name, or one object a line."""

import json
from typing import Any, Final

from django.utils.translation import gettext as _

from crisisdesk.letters import storable

BODY_LIMIT: Final = 1024 * 1024
OBJECTS_LIMIT: Final = 2_000
DEPTH_LIMIT: Final = 8
LISTS: Final = ("mentions", "items", "results", "data", "posts")

Row = dict[str, str]


class UnreadablePayloadError(Exception):
    """The body holds no objects; the sentence is for whoever connects the sender."""


def objects_of(body: bytes) -> list[Row]:
    """Flat rows: a nested field is named with a dot, `author.name`. Raises UnreadablePayloadError."""
    values = _parse(body)
    if isinstance(values, dict):
        values = next((values[name] for name in LISTS if isinstance(values.get(name), list)), [values])
    if not isinstance(values, list):
        raise UnreadablePayloadError(_("The body must be a JSON object or a list of objects."))
    if len(values) > OBJECTS_LIMIT:
        raise UnreadablePayloadError(_("More than 2,000 objects in one delivery. Send them in parts."))
    return [_flat(value) if isinstance(value, dict) else {} for value in values]


def _parse(body: bytes) -> Any:  # noqa: ANN401 -- whatever JSON holds
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1:
            return [_line(line) for line in lines]
        raise UnreadablePayloadError(_("The body is not JSON.")) from error


def _line(line: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _flat(value: dict[str, Any], before: str = "", depth: int = 0) -> Row:
    row: Row = {}
    for name, inner in value.items():
        path = storable(f"{before}{name}")
        if isinstance(inner, dict) and depth < DEPTH_LIMIT:
            row |= _flat(inner, f"{path}.", depth + 1)
        elif inner is not None:
            row[path] = storable(inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False))
    return row
