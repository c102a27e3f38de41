"""Webhooks: checked, stored, answered; read by a worker afterwards, so that a slow day loses nothing."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.models import Brand, Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.sealed import unseal
from crisisdesk.tenancy import every_organization, organization_scope
from crisisdesk.work import Lease, WorkState, wake_on_commit
from mentions.enums import SourceKind, SourceStatus
from mentions.models import Source, WebhookDelivery
from mentions.services.fair_deliveries import call_deliveries
from mentions.services.ingest import ingest
from mentions.services.understanding import understand
from mentions.sources.item import Item
from mentions.sources.mapping import Rejection, guess_mapping, items_of
from mentions.sources.payload import UnreadablePayloadError, objects_of
from mentions.sources.signing import check_signature

REJECTIONS_KEPT: Final = 200


class UnknownSourceError(Exception):
    """Nobody listens at this address (any more)."""


def accept_delivery(*, public_id: UUID, headers: Mapping[str, str], body: bytes) -> bool:
    """Keep it; False when this message was kept before. Raises UnknownSourceError, WrongSignatureError."""
    with every_organization():  # the address names the organization
        source = Source.objects.filter(public_id=public_id, kind=SourceKind.WEBHOOK).first()
    if source is None or source.status in {SourceStatus.PAUSED, SourceStatus.DISABLED}:
        raise UnknownSourceError
    message_id = check_signature(_secrets(source), headers, body, timezone.now())
    with organization_scope(source.organization_id):
        if not Brand.objects.active().filter(pk=source.brand_id).exists():
            raise UnknownSourceError
        _delivery, kept = WebhookDelivery.objects.get_or_create(
            organization_id=source.organization_id, source=source, message_id=message_id, defaults={"body": body}
        )
    call_deliveries()
    return bool(kept)


def _secrets(source: Source) -> Iterator[str]:
    """The present one and, while the sender is being changed, the one before."""
    yield unseal(bytes(source.secret))
    if source.secret_before_until and source.secret_before_until > timezone.now():
        yield unseal(bytes(source.secret_before))


def read_delivery(lease: Lease) -> None:
    """The worker's service: the stored body into mentions, in one transaction with the delivery's end."""
    with organization_scope(lease.organization_id):
        delivery = WebhookDelivery.objects.select_related("source").get(pk=lease.pk)
    items, rejections = _read(delivery)
    understood = understand(lease.organization_id, items)
    with lease.effect():
        report = ingest(source=delivery.source, understood=understood)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(
            rows=len(items) + len(rejections),
            added=report.added,
            known=report.known,
            rejected=[{"row": each.row, "reason": each.reason} for each in rejections[:REJECTIONS_KEPT]],
        )


@transaction.atomic
def read_again(*, actor: Membership, delivery: WebhookDelivery) -> None:
    """From the stored body, for instance after the mapping was changed. What is known is not added again."""
    ended = WebhookDelivery.objects.filter(pk=delivery.pk, state__in={WorkState.DONE, WorkState.PARKED})
    now = timezone.now()
    if not ended.update(state=WorkState.WAITING, due_at=now, attempts=0, reason="", finished_at=None, woken_at=now):
        raise StaleState
    wake_on_commit(delivery)  # a person waits for it
    record(actor=actor, verb="delivery.read_again", target=delivery)


def _read(delivery: WebhookDelivery) -> tuple[list[Item], list[Rejection]]:
    try:
        rows = objects_of(bytes(delivery.body))
    except UnreadablePayloadError as error:
        return [], [Rejection(1, str(error))]
    columns = dict.fromkeys(name for row in rows for name in row)
    mapping = guess_mapping(columns) | delivery.source.settings.get("mapping", {})
    zone = ZoneInfo(delivery.source.settings.get("time_zone", "UTC"))
    outcomes = [outcome for _, outcome in items_of(enumerate(rows, 1), mapping, zone, timezone.now())]
    items = [outcome for outcome in outcomes if isinstance(outcome, Item)]
    return items, [outcome for outcome in outcomes if isinstance(outcome, Rejection)]
