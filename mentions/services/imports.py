"""A file into mentions: uploaded, its columns confirmed, read in batches, resumed where it stopped."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Brand, Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import Lease, WorkState, wake_on_commit
from mentions.enums import SourceKind
from mentions.models import FileImport, ImportRejection, Source
from mentions.services.ingest import NOTHING, IngestReport, ingest
from mentions.services.understanding import BATCH, understand
from mentions.sources.file_reader import UnreadableFileError, read_rows
from mentions.sources.item import Item
from mentions.sources.mapping import Rejection, guess_mapping, items_of

READ_AHEAD: Final = 50

Outcome = tuple[int, Item | Rejection]


@transaction.atomic
def upload_file(*, actor: Membership | None, brand: Brand, filename: str, content: bytes, zone: str) -> FileImport:
    """Kept as it came, with a guess of its columns; nothing is read before a person has confirmed them.

    Raises UnreadableFileError.
    """
    columns: dict[str, None] = {}
    for _number, row in islice(read_rows(filename, content), READ_AHEAD):
        columns |= dict.fromkeys(row)
    source, _made = Source.objects.get_or_create(
        organization_id=brand.organization_id, brand=brand, kind=SourceKind.FILE, name=filename[:120]
    )
    upload: FileImport = FileImport.objects.create(
        organization_id=brand.organization_id,
        source=source,
        actor=actor,
        filename=filename[:255],
        content=content,
        mapping=guess_mapping(columns),
        time_zone=zone,
        state=WorkState.PARKED,
    )
    record(actor=actor, verb="import.uploaded", target=upload, filename=filename)
    return upload


@transaction.atomic
def confirm_import(*, actor: Membership | None, upload: FileImport, mapping: dict[str, str], zone: str) -> None:
    """Start reading. Raises StaleState when it was confirmed already."""
    waiting = FileImport.objects.filter(pk=upload.pk, confirmed_at=None, state=WorkState.PARKED)
    now = timezone.now()
    if not waiting.update(
        mapping=mapping, time_zone=zone, confirmed_at=now, state=WorkState.WAITING, due_at=now, reason=""
    ):
        raise StaleState
    record(actor=actor, verb="import.confirmed", target=upload, mapping=mapping)
    wake_on_commit(upload)


def run_import(lease: Lease) -> None:
    """The worker's service. Each batch is a transaction with the row it reached, so a stop costs one batch."""
    with organization_scope(lease.organization_id):
        upload = FileImport.objects.select_related("source").get(pk=lease.pk)
    outcomes = _outcomes(upload)
    last = upload.rows_done
    try:
        while batch := list(islice(outcomes, BATCH)):
            last = batch[-1][0]
            _store_batch(lease, upload, batch)
    except UnreadableFileError as error:
        _reject_rest(lease, upload, Rejection(last + 1, str(error)))
    with lease.effect():
        FileImport.objects.filter(pk=upload.pk).update(rows_total=F("added") + F("known") + F("rejected"))


def _outcomes(upload: FileImport) -> Iterator[Outcome]:
    rows = (pair for pair in read_rows(upload.filename, bytes(upload.content)) if pair[0] > upload.rows_done)
    return items_of(rows, upload.mapping, ZoneInfo(upload.time_zone), timezone.now())


def _store_batch(lease: Lease, upload: FileImport, batch: Sequence[Outcome]) -> None:
    items = [outcome for _, outcome in batch if isinstance(outcome, Item)]
    rejections = [outcome for _, outcome in batch if isinstance(outcome, Rejection)]
    understood = understand(upload.organization_id, items)
    with lease.step():
        report = ingest(source=upload.source, understood=understood) if understood else NOTHING
        _count(upload, report, rejections, batch[-1][0])


def _count(upload: FileImport, report: IngestReport, rejections: Sequence[Rejection], last: int) -> None:
    ImportRejection.objects.bulk_create(
        ImportRejection(organization_id=upload.organization_id, file_import=upload, row=each.row, reason=each.reason)
        for each in rejections
    )
    FileImport.objects.filter(pk=upload.pk).update(
        rows_done=last,
        added=F("added") + report.added,
        known=F("known") + report.known,
        rejected=F("rejected") + len(rejections),
    )


def _reject_rest(lease: Lease, upload: FileImport, rejection: Rejection) -> None:
    with lease.step():
        _count(upload, NOTHING, [rejection], rejection.row)


def preview(upload: FileImport, mapping: dict[str, str], zone: str, rows: int = 20) -> list[dict[str, Any]]:
    """The first rows as they would come in, each an item or the reason why not."""
    read = islice(read_rows(upload.filename, bytes(upload.content)), rows)
    outcomes = items_of(read, mapping, ZoneInfo(zone), timezone.now())
    return [
        {"row": number, "item": outcome, "reason": ""}
        if isinstance(outcome, Item)
        else {"row": number, "item": None, "reason": outcome.reason}
        for number, outcome in outcomes
    ]
