"""The life of a risk in the register: added, edited, moved on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import APPROVERS
from accounts.models import Brand, Membership
from accounts.services.audit import record
from accounts.services.numbers import next_number
from crisisdesk.errors import DomainError, StaleState
from risks.enums import ALLOWED_MOVES, AssessmentKind, RiskStatus
from risks.models import Risk, RiskCategory
from risks.queries.scales import EXECUTIVE
from risks.services.assessment import assess_risk

EXECUTIVE_DAYS: Final = 90  # docs/words.md §5: above 16 an acceptance ends within these days


@dataclass(frozen=True)
class RiskWords:
    """What people write about a risk, as one piece: a form is saved whole or not at all."""

    title: str
    category: RiskCategory
    description: str = ""
    treatment: str = ""
    words: str = ""
    owner: Membership | None = None


@dataclass(frozen=True)
class FirstScore:
    likelihood: int
    financial: int
    reputation: int
    brand_damage: int
    reason: str = ""


@transaction.atomic
def create_risk(
    *, actor: Membership, brand: Brand, words: RiskWords, score: FirstScore, status: str = RiskStatus.OPEN
) -> Risk:
    """Its first score is both inherent and current: no control has changed it yet."""
    risk: Risk = Risk.objects.create(
        organization_id=brand.organization_id,
        number=next_number("risk", brand.organization_id),
        brand=brand,
        status=status,
        likelihood=score.likelihood,
        impact=max(score.financial, score.reputation, score.brand_damage),
        assessed_at=timezone.now(),
        **vars(words),
    )
    record(actor=actor, verb="risk.created", target=risk, number=risk.number, title=risk.title)
    for kind in (AssessmentKind.INHERENT, AssessmentKind.CURRENT):
        assess_risk(actor=actor, risk=risk, kind=kind, **vars(score))
    return risk


@transaction.atomic
def edit_risk(*, actor: Membership, risk: Risk, revision: int, words: RiskWords) -> None:
    """`revision` is the one the person saw: whoever saves second is told instead of overwriting."""
    changed = sorted(name for name, value in vars(words).items() if getattr(risk, name) != value)
    same = Risk.objects.filter(pk=risk.pk, revision=revision)
    if not same.update(revision=F("revision") + 1, **vars(words)):
        raise StaleState(_("Somebody else saved this risk while you were typing. Your words are kept below."))
    record(actor=actor, verb="risk.edited", target=risk, number=risk.number, changed=changed)


@transaction.atomic
def move_risk(*, actor: Membership, risk: Risk, to: str, accepted_until: date | None = None) -> None:
    """Along the table of allowed moves. Accepting is a promise to look again, so it has an end."""
    until = _end_of_acceptance(actor, risk, accepted_until) if to == RiskStatus.ACCEPTED else None
    origins = [status for status, ends in ALLOWED_MOVES.items() if to in ends]
    here = Risk.objects.filter(pk=risk.pk, status__in=origins, status=risk.status, score=risk.score)
    if not here.update(status=to, accepted_until=until):
        raise StaleState
    record(
        actor=actor,
        verb="risk.moved",
        target=risk,
        number=risk.number,
        before=risk.status,
        after=to,
        until=until.isoformat() if until else None,
    )


def _end_of_acceptance(actor: Membership, risk: Risk, until: date | None) -> date:
    today = timezone.localdate()
    if until is None:
        raise DomainError(_("Choose the day on which the acceptance ends."))
    if until <= today:
        raise DomainError(_("The acceptance must end on a day to come."))
    if risk.score > EXECUTIVE and actor.role not in APPROVERS:
        raise DomainError(_("A score above 16 is accepted by an approver. Ask one of them."))
    if risk.score > EXECUTIVE and until > today + timedelta(days=EXECUTIVE_DAYS):
        raise DomainError(_("A score above 16 is accepted for 90 days at most. Choose an earlier day."))
    return until
