"""The proof of who did what. Written in the transaction of the deed: no deed without it, none without the deed."""

from typing import Any

from django.db.models import Model

from accounts.models import AuditEntry, Membership
from crisisdesk.tenancy import NoTenantError, current_scope


def record(*, actor: Membership | None, verb: str, target: Model | None = None, **detail: Any) -> None:  # noqa: ANN401 -- figures and words of any kind
    """`actor` is None for the system and for operators' commands. Raises NoTenantError outside a scope."""
    organization_id = current_scope()
    if not isinstance(organization_id, int):
        raise NoTenantError("AuditEntry")
    AuditEntry.objects.create(
        organization_id=organization_id,
        actor=actor,
        verb=verb,
        object_type=target._meta.label_lower if target else "",
        object_id=target.pk if target else None,
        detail=detail,
    )
