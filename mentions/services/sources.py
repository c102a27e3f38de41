"""Sources as people manage them: connect, pause, resume, change the secret."""

import secrets
from base64 import b64encode
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import Brand, Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.sealed import seal
from crisisdesk.work import WorkState
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FetchJob, Source

OLD_SECRET_LIVES: Final = timedelta(hours=24)


@transaction.atomic
def connect_source(
    *, actor: Membership | None, brand: Brand, kind: str, name: str, settings: dict[str, Any] | None = None
) -> tuple[Source, str]:
    """The source and, for a webhook, its secret: shown this once, afterwards only sealed."""
    secret = new_secret() if kind == SourceKind.WEBHOOK else ""
    source: Source = Source.objects.create(
        organization_id=brand.organization_id,
        brand=brand,
        kind=kind,
        name=name,
        settings=settings or {},
        secret=seal(secret) if secret else b"",
    )
    if kind in {SourceKind.FEED, SourceKind.DEMO}:
        FetchJob.objects.create(organization_id=brand.organization_id, source=source)
    record(actor=actor, verb="source.connected", target=source, kind=kind, name=name)
    return source, secret


def new_secret() -> str:
    """In the form of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


@transaction.atomic
def change_secret(*, actor: Membership, source: Source) -> str:
    """The new secret, shown once. The old one is accepted for a day, so that no delivery is lost meanwhile."""
    secret = new_secret()
    Source.objects.filter(pk=source.pk).update(
        secret=seal(secret), secret_before=source.secret, secret_before_until=timezone.now() + OLD_SECRET_LIVES
    )
    record(actor=actor, verb="source.secret_changed", target=source)
    return secret


@transaction.atomic
def pause_source(*, actor: Membership, source: Source) -> None:
    _move(source, SourceStatus.PAUSED, unless={SourceStatus.PAUSED, SourceStatus.DISABLED})
    FetchJob.objects.filter(source=source).exclude(state=WorkState.RUNNING).update(state=WorkState.DONE)
    record(actor=actor, verb="source.paused", target=source)


@transaction.atomic
def resume_source(*, actor: Membership, source: Source) -> None:
    """Also after a fault: the next fetch is due at once."""
    _move(source, SourceStatus.ACTIVE, unless={SourceStatus.ACTIVE})
    FetchJob.objects.filter(source=source).exclude(state=WorkState.RUNNING).update(
        state=WorkState.WAITING, due_at=timezone.now(), attempts=0, finished_at=None, woken_at=None
    )
    record(actor=actor, verb="source.resumed", target=source)


def _move(source: Source, status: SourceStatus, unless: set[SourceStatus]) -> None:
    if not Source.objects.filter(pk=source.pk).exclude(status__in=unless).update(status=status, reason="", failures=0):
        raise StaleState


@transaction.atomic
def check_source_now(*, actor: Membership, source: Source) -> None:
    """Bring the next fetch forward; the sweeper wakes it."""
    FetchJob.objects.filter(source=source, state=WorkState.WAITING).update(due_at=timezone.now(), woken_at=None)
    record(actor=actor, verb="source.checked", target=source)
