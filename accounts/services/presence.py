"""When a member was last here: known to within ten minutes, so that reading stays reading."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership

EVERY: Final = timedelta(minutes=10)


def notice_member(member: Membership) -> None:
    now = timezone.now()
    if member.last_seen_at is None or member.last_seen_at < now - EVERY:
        stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now - EVERY)
        Membership.objects.filter(stale, pk=member.pk).update(last_seen_at=now)
