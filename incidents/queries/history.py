"""What was decided today: by one person, with what can still be undone, and by everybody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import Membership
from crisisdesk.web.pagination import count_up_to
from incidents.enums import Verdict
from incidents.models import TriageVerdict

MOST: Final = 200
UNDO_WITHIN: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Decision:
    """What one key decided: one story, or several."""

    batch: uuid.UUID
    verdicts: Sequence[TriageVerdict]

    @property
    def first(self) -> TriageVerdict:
        return self.verdicts[0]

    @property
    def others(self) -> int:
        return len(self.verdicts) - 1

    @property
    def at(self) -> datetime:
        return self.verdicts[0].at

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.verdicts[0].verdict)

    @property
    def is_undone(self) -> bool:
        return all(verdict.undone_at for verdict in self.verdicts)

    @property
    def may_be_undone(self) -> bool:
        in_force = any(not verdict.undone_at and not verdict.superseded_at for verdict in self.verdicts)
        return in_force and timezone.now() - self.at <= UNDO_WITHIN


def decisions_today(member: Membership) -> list[Decision]:
    """Mine since midnight in my zone, the newest first; one query."""
    rows = (
        TriageVerdict.objects.filter(actor=member, at__gte=midnight())
        .select_related("story__brand")
        .defer("story__signature", "story__exact", "story__pace")
        .order_by("-at", "-pk")[:MOST]
    )
    batches: dict[uuid.UUID, list[TriageVerdict]] = {}
    for row in rows:
        batches.setdefault(row.batch, []).append(row)
    return [Decision(batch, verdicts) for batch, verdicts in batches.items()]


def triaged_today(member: Membership) -> int:
    """Decisions of everybody about the stories that this person may see."""
    today = TriageVerdict.objects.filter(at__gte=midnight(), undone_at=None)
    return count_up_to(today.for_member(member), 100_000)


def midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
