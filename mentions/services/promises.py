"""When the first answer to a story is due: by its level, from the moment it began to wait.

A friendly or neutral comment needs none. A promise only ever comes nearer while a story waits.
"""

from datetime import datetime

from django.db.models import Case, DateTimeField, Value, When
from django.db.models.functions import Least

from mentions.enums import ANSWER_WITHIN, Level


def due_from(now: datetime) -> Case:
    """For a story that begins to wait now: an expression over its row."""
    return Case(
        When(level=Level.COMMENT, negative_count=0, then=Value(None)),
        *[When(level=level, then=Value(now + within)) for level, within in ANSWER_WITHIN.items()],
        output_field=DateTimeField(),
    )


def due_by(now: datetime, level: int) -> Least:
    """For a story that reaches this level now. PostgreSQL's LEAST passes over what is not known."""
    return Least("due_at", Value(now + ANSWER_WITHIN[level], output_field=DateTimeField()))
