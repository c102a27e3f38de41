"""Keeping the record of what was not heard: a source goes blind, falls silent, and comes back."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from crisisdesk.tenancy import every_organization, organization_scope
from mentions.enums import HoleKind, SourceKind, SourceStatus
from mentions.models import Hole, Source
from mentions.queries.silence import silent_since


def go_blind(source: Source) -> None:
    """From the last moment up to which it was heard. Who is blind already stays so since then."""
    unheard = Coalesce(F("heard_at"), Value(source.created_at))
    Source.objects.filter(pk=source.pk, blind_since=None).update(blind_since=unheard, silent_since=None)


def see_again(source: Source, now: datetime, *, is_filled: bool) -> None:
    """What was missed is written down; `is_filled`: it was read now."""
    Source.objects.filter(pk=source.pk).update(heard_at=now, blind_since=None)
    if source.blind_since:
        _write_down(source, HoleKind.BLIND, source.blind_since, now, is_filled=is_filled, reason=source.reason)


def judge_silence(source: Source, now: datetime) -> None:
    since = silent_since(source, now)
    if source.silent_since and not since:
        _write_down(source, HoleKind.SILENT, source.silent_since, now, is_filled=False)
    if since != source.silent_since and not (since and source.silent_since):
        Source.objects.filter(pk=source.pk).update(silent_since=since)


def judge_senders() -> None:
    """Webhooks are visited by nobody, so that their silence is looked for by the clock."""
    with every_organization():  # the clock speaks for the whole platform; only ids leave this block
        listening = Source.objects.filter(kind=SourceKind.WEBHOOK, status=SourceStatus.ACTIVE)
        places = list(listening.values_list("organization_id", "pk"))
    now = timezone.now()
    for organization_id, pk in places:
        with organization_scope(organization_id):
            if source := Source.objects.filter(pk=pk).first():
                judge_silence(source, now)


def _write_down(
    source: Source, kind: HoleKind, began_at: datetime, now: datetime, *, is_filled: bool, reason: str = ""
) -> None:
    Hole.objects.create(
        organization_id=source.organization_id,
        source=source,
        kind=kind,
        began_at=min(began_at, now),
        ended_at=now,
        is_filled=is_filled,
        reason=reason,
    )
