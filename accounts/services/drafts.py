"""Words that are being typed: kept at every pause, gone when their form has been accepted."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Draft, Membership
from crisisdesk.letters import storable


@transaction.atomic
def keep_draft(*, actor: Membership, key: str, text: str) -> Draft | None:
    """One row a field and person; the last words win. None when the field was emptied."""
    if not text:
        drop_drafts(actor=actor, keys=[key])
        return None
    draft = Draft(organization_id=actor.organization_id, member=actor, key=key, text=text)
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["organization", "member", "key"],
        update_fields=["text", "updated_at"],
    )
    return draft


@transaction.atomic
def drop_drafts(*, actor: Membership, keys: Collection[str]) -> None:
    Draft.objects.filter(member=actor, key__in=[storable(key) for key in keys]).delete()
