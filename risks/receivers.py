"""What this app does when others say that something has happened; always inside their transaction."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Membership, Organization
from accounts.signals import organization_created
from risks.services.categories import add_default_categories


@receiver(organization_created)
def begin(organization: Organization, actor: Membership | None, **_: Any) -> None:  # noqa: ANN401 -- a signal's other words
    add_default_categories(actor=actor, organization_id=organization.pk)
