"""A file into mentions: uploaded, its columns confirmed, read in batches, resumed where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

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
TURN: Final = timedelta(seconds=45)  # a task is stopped after two minutes, so a long file is read in turns

Outcome = tuple[int, Item | Rejection]
Told = Callable[[int], object]


@transaction.atomic
def upload_file(*, actor: Membership | None, brand: Brand, filename: str, content: bytes, zone: str) -> FileImport:
    """Kept as it came, with a guess of its columns; nothing is read before a person has confirmed them.

    Raises UnreadableFileError.
    """
    columns = columns_of(filename, content)
    upload: FileImport = FileImport.objects.create(
        organization_id=brand.organization_id,
        source=_source_of(brand, filename),
        actor=actor,
        filename=filename[:255],
        content=content,
        mapping=guess_mapping(columns),
        time_zone=zone,
        state=WorkState.PARKED,
    )
    record(actor=actor, verb="import.uploaded", target=upload, filename=filename)
    return upload


def _source_of(brand: Brand, filename: str) -> Source:
    """The file's own; its name says that it is one where a source of another kind is called like it."""
    name = filename[:100]
    others = Source.objects.filter(brand=brand).exclude(kind=SourceKind.FILE)
    if others.filter(name=name).exists():
        name = f"{name} ({SourceKind.FILE})"
    source, _made = Source.objects.get_or_create(
        organization_id=brand.organization_id, brand=brand, kind=SourceKind.FILE, name=name
    )
    return source


def columns_of(filename: str, content: bytes) -> list[str]:
    """As the first rows name them. Raises UnreadableFileError."""
    columns: dict[str, None] = {}
    for _number, row in islice(read_rows(filename, content), READ_AHEAD):
        columns |= dict.fromkeys(row)
    if not columns:
        raise UnreadableFileError(_("There are no rows in this file, or they have no named columns."))
    return list(columns)


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


def run_import(lease: Lease, told: Told | None = None) -> None:
    """The worker's service. Each batch is a transaction with the row it reached, so a stop costs one batch.

    `told` hears the number of each row that was reached.
    """
    started = monotonic()
    with organization_scope(lease.organization_id):
        upload = FileImport.objects.select_related("source").get(pk=lease.pk)
    if upload.rows_total is None:
        _count_rows(lease, upload)
    last, broken = upload.rows_done, list[Rejection]()
    try:
        for batch in _batches(_outcomes(upload)):
            last = batch[-1][0]
            _store_batch(lease, upload, batch)
            if told:
                told(last)
            if monotonic() - started > TURN.total_seconds():
                _take_another_turn(lease, upload)
                return
    except UnreadableFileError as error:
        broken.append(Rejection(last + 1, str(error)))
    with lease.effect():
        _count(upload, NOTHING, broken, last + len(broken))
        FileImport.objects.filter(pk=upload.pk).update(rows_total=F("added") + F("known") + F("rejected"))


def unfinished_import(
    *, brand: Brand, filename: str, content: bytes, mapping: dict[str, str], zone: str
) -> FileImport | None:
    """The same file of the same brand, read the same way, that stopped before its end."""
    rows = FileImport.objects.filter(
        source__brand=brand, source__kind=SourceKind.FILE, filename=filename[:255], mapping=mapping, time_zone=zone
    ).exclude(confirmed_at=None)
    stopped = rows.filter(state__in={WorkState.WAITING, WorkState.RUNNING}).order_by("-pk")
    return next((row for row in stopped if bytes(row.content) == content), None)


def _take_another_turn(lease: Lease, upload: FileImport) -> None:
    with lease.effect(again_at=timezone.now()):
        wake_on_commit(upload)


def _count_rows(lease: Lease, upload: FileImport) -> None:
    """For the person who waits; a file that breaks off later is counted as far as it goes."""
    total = 0
    try:
        for _row in read_rows(upload.filename, bytes(upload.content)):
            total += 1
    except UnreadableFileError:
        total += 1
    with lease.step():
        FileImport.objects.filter(pk=upload.pk).update(rows_total=total)


def _outcomes(upload: FileImport) -> Iterator[Outcome]:
    """From where it stopped. Also what was read before is read again: a row may repeat one of those."""
    rows = read_rows(upload.filename, bytes(upload.content))
    first: dict[bytes, int] = {}
    for number, outcome in items_of(rows, upload.mapping, ZoneInfo(upload.time_zone), timezone.now()):
        known_as = first.setdefault(outcome.identity, number) if isinstance(outcome, Item) else number
        if number <= upload.rows_done:
            continue
        if known_as == number:
            yield number, outcome
        else:
            yield number, Rejection(number, _("This is the same post as row %(row)s.") % {"row": known_as})


def _batches(outcomes: Iterator[Outcome]) -> Iterator[list[Outcome]]:
    """What was read before a file breaks off is a batch too. Raises UnreadableFileError after it."""
    batch: list[Outcome] = []
    try:
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except UnreadableFileError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


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
        attempts=0,  # it got on, so whatever stopped it before was not in these rows
        added=F("added") + report.added,
        known=F("known") + report.known,
        rejected=F("rejected") + len(rejections),
    )
