"""An invitation by what its link carries."""

import hashlib

from accounts.models import Invitation
from crisisdesk.tenancy import every_organization


def hash_of(token: str) -> str:
    """The token has 256 bits of its own, so a plain hash is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    with every_organization():  # the organization is what this query finds
        found: Invitation | None = (
            Invitation.objects.filter(token_hash=hash_of(token))
            .select_related("organization", "invited_by__user")
            .first()
        )
    return found
