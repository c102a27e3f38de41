"""What came of the visits, deliveries and imports of one source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.utils import timezone

from crisisdesk.web.pagination import Page, keyset_page
from mentions.enums import SourceKind
from mentions.models import FetchVisit, FileImport, Hole, Source, WebhookDelivery
from mentions.sources.item import Item
from mentions.sources.mapping import Rejection, guess_mapping, items_of
from mentions.sources.payload import Row, UnreadablePayloadError, objects_of

PAGE_SIZE: Final = 20
HOLES: Final = 10
SAMPLE_DELIVERIES: Final = 3
SAMPLE_ROWS: Final = 5


@dataclass(frozen=True)
class Outcome:
    """A row as it would come in, or the reason why it would not."""

    row: int
    item: Item | None
    reason: str


@dataclass(frozen=True)
class Sample:
    """The last objects that a sender delivered, with their fields."""

    rows: list[Row] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def history_of(source: Source, cursor: str) -> Page[Model]:
    rows: dict[str, QuerySet[Model]] = {
        SourceKind.WEBHOOK: WebhookDelivery.objects.filter(source=source).defer("body"),
        SourceKind.FILE: FileImport.objects.filter(source=source).defer("content"),
    }
    visits: QuerySet[Model] = FetchVisit.objects.filter(source=source)
    return keyset_page(rows.get(source.kind, visits), order=("-pk",), cursor=cursor, size=PAGE_SIZE)


def holes_of(source: Source) -> list[Hole]:
    """The newest that have ended."""
    return list(Hole.objects.filter(source=source).order_by("-ended_at", "-pk")[:HOLES])


def last_objects(source: Source) -> Sample:
    """Empty where nothing readable was delivered yet."""
    if source.kind != SourceKind.WEBHOOK:
        return Sample()
    bodies = WebhookDelivery.objects.filter(source=source).order_by("-pk").values_list("body", flat=True)
    rows: list[Row] = []
    for body in bodies[:SAMPLE_DELIVERIES]:
        try:
            rows += objects_of(bytes(body))
        except UnreadablePayloadError:
            continue
    return Sample(rows[:SAMPLE_ROWS], list(dict.fromkeys(name for row in rows for name in row)))


def mapping_of(source: Source, columns: Sequence[str]) -> dict[str, str]:
    kept: dict[str, str] = source.settings.get("mapping") or {}
    return kept or guess_mapping(columns)


def outcomes_of(rows: Sequence[Row], mapping: dict[str, str], zone: str) -> list[Outcome]:
    read = items_of(enumerate(rows, 1), mapping, ZoneInfo(zone), timezone.now())
    return [outcome(number, result) for number, result in read]


def outcome(number: int, result: Item | Rejection) -> Outcome:
    return Outcome(number, result, "") if isinstance(result, Item) else Outcome(number, None, result.reason)
