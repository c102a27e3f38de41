"""What a kind of source that is fetched promises: a pure function of what it is asked with.

A connector opens no transaction, sleeps never and repeats nothing. The runner (`services/fetching.py`) alone owns
leases, the cursor, waiting, and what is stored; so does whoever only wants a look (`services/probing.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from mentions.sources.item import Item


@dataclass(frozen=True)
class Asking:
    """`cursor` is what the last page gave, empty at the first visit; `now` is the only clock a connector knows."""

    settings: Mapping[str, Any]
    cursor: Mapping[str, Any]
    now: datetime
    words: Sequence[str] = ()  # what the brand is called, for kinds that search
    secret: str = field(default="", repr=False)  # what a person typed: a token, a password
    session: str = field(default="", repr=False)  # what the host gave for it at the last visit


@dataclass(frozen=True)
class Page:
    """`more`: the next page waits and may be asked for at once. `note` says what is odd, though nothing failed.

    `come_back_after` is what the host demands, `best_after` what suits its pace; None where nothing was said.
    `session` is None where that of the last visit still holds.
    """

    items: list[Item]
    cursor: dict[str, Any]
    come_back_after: timedelta | None = None
    note: str = ""
    more: bool = False
    best_after: timedelta | None = None
    session: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Pace:
    """How often it is looked at when it asks for nothing, and never more often than what."""

    usual: timedelta
    soonest: timedelta


class Connector(Protocol):
    @property
    def pace(self) -> Pace: ...

    def fetch(self, asking: Asking) -> Page:
        """One page. Raises FetchError with a sentence for the person who manages the source."""
        ...
