"""Sources as people manage them: connect, rename, map, pause, resume, archive, change the secret."""

import secrets
from base64 import b64encode
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Brand, Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.sealed import seal
from crisisdesk.uniqueness import unique
from crisisdesk.work import WorkState, wake_on_commit
from mentions.enums import FETCHED_KINDS, SourceKind, SourceStatus
from mentions.models import FetchJob, Source
from mentions.services.completeness import go_blind, see_again
from mentions.sources.hosts import host_of

OLD_SECRET_LIVES: Final = timedelta(hours=24)
NAME_TAKEN: Final = gettext_lazy("This brand has a source with this name already, perhaps an archived one.")


@transaction.atomic
def connect_source(
    *,
    actor: Membership | None,
    brand: Brand,
    kind: str,
    name: str,
    settings: dict[str, Any] | None = None,
    secret: str = "",
) -> tuple[Source, str]:
    """The source and, for a webhook, its new secret: shown this once. Whatever is secret is only kept sealed."""
    shown = new_secret() if kind == SourceKind.WEBHOOK else ""
    secret = shown or secret
    with unique(NAME_TAKEN):
        source: Source = Source.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            kind=kind,
            name=name,
            settings=settings or {},
            secret=seal(secret) if secret else b"",
        )
    if kind in FETCHED_KINDS:
        asked = host_of(kind, source.settings)
        FetchJob.objects.create(
            organization_id=brand.organization_id, source=source, host=asked.name, at_once=asked.at_once
        )
    record(actor=actor, verb="source.connected", target=source, kind=kind, name=name)
    return source, shown


@transaction.atomic
def rename_source(*, actor: Membership, source: Source, name: str) -> None:
    if name == source.name:
        return
    with unique(NAME_TAKEN):
        renamed = Source.objects.filter(pk=source.pk, name=source.name).update(name=name)
    if not renamed:
        raise StaleState
    record(actor=actor, verb="source.renamed", target=source, before=source.name, name=name)


@transaction.atomic
def map_source(*, actor: Membership, source: Source, mapping: dict[str, str], zone: str) -> None:
    """How the fields of a sender become ours, from the next delivery on."""
    known = Source.objects.filter(pk=source.pk, settings=source.settings)
    if not known.update(settings=source.settings | {"mapping": mapping, "time_zone": zone}):
        raise StaleState
    record(actor=actor, verb="source.mapped", target=source, mapping=mapping)


def new_secret() -> str:
    """In the form of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


@transaction.atomic
def change_secret(*, actor: Membership, source: Source) -> str:
    """The new secret, shown once. The old one is accepted for a day, so that no delivery is lost meanwhile."""
    secret = new_secret()
    lives_until = timezone.now() + OLD_SECRET_LIVES
    known = Source.objects.filter(pk=source.pk, secret=source.secret)
    if not known.update(secret=seal(secret), secret_before=source.secret, secret_before_until=lives_until):
        raise StaleState
    record(actor=actor, verb="source.secret_changed", target=source)
    return secret


@transaction.atomic
def pause_source(*, actor: Membership, source: Source) -> None:
    _stop(source, SourceStatus.PAUSED)
    record(actor=actor, verb="source.paused", target=source)


@transaction.atomic
def archive_source(*, actor: Membership, source: Source) -> None:
    """It listens no more and is shown no more; its mentions stay."""
    _stop(source, SourceStatus.DISABLED)
    record(actor=actor, verb="source.archived", target=source)


def _stop(source: Source, status: SourceStatus) -> None:
    unless = {SourceStatus.DISABLED, status}
    if not Source.objects.filter(pk=source.pk).exclude(status__in=unless).update(status=status, reason=""):
        raise StaleState
    FetchJob.objects.filter(source=source).exclude(state=WorkState.RUNNING).update(state=WorkState.DONE)
    if source.kind != SourceKind.FILE:
        go_blind(source)


@transaction.atomic
def resume_source(*, actor: Membership, source: Source) -> None:
    """Also after a fault or from the archive: the next fetch is due at once."""
    idle = Source.objects.filter(pk=source.pk).exclude(status=SourceStatus.ACTIVE)
    if not idle.update(status=SourceStatus.ACTIVE, reason="", failures=0):
        raise StaleState
    if source.kind == SourceKind.WEBHOOK:  # nobody visits it: it hears again from now on, and what was sent is lost
        see_again(source, timezone.now(), is_filled=False)
    bring_forward(source)
    record(actor=actor, verb="source.resumed", target=source)


@transaction.atomic
def check_source_now(*, actor: Membership, source: Source) -> None:
    """Bring the next fetch forward. A source that stands still is not started by a look at it."""
    if source.status in {SourceStatus.PAUSED, SourceStatus.DISABLED}:
        raise DomainError(_("This source stands still. Resume it first."))
    bring_forward(source)
    record(actor=actor, verb="source.checked", target=source)


def bring_forward(source: Source) -> None:
    """Its next visit is due now, unless it is there already."""
    now = timezone.now()
    jobs = FetchJob.objects.filter(source=source).exclude(state=WorkState.RUNNING)
    jobs.update(state=WorkState.WAITING, due_at=now, attempts=0, finished_at=None, woken_at=now, reason="")
    for job in jobs:
        wake_on_commit(job)
