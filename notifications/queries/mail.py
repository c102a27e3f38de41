"""What has left, what waits, and what did not leave."""

from typing import Final

from crisisdesk.web.pagination import Page, keyset_page
from crisisdesk.work import WorkState
from notifications.models import Email

AT_ONCE: Final = 50


def mail_page(cursor: str, *, only_unsent: bool) -> Page[Email]:
    """Newest first."""
    rows = Email.objects.exclude(state=WorkState.DONE) if only_unsent else Email.objects.all()
    return keyset_page(rows, order=("-created_at", "-pk"), cursor=cursor, size=AT_ONCE)


def count_unsent() -> int:
    count: int = Email.objects.filter(state=WorkState.PARKED).count()
    return count
