"""The risk register of a month: first scores, what was done about them, and second looks."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import ago, clock_at
from playbooks.services.demo_world.register_script import REGISTER, Figures, KnownRisk
from risks.enums import RiskStatus
from risks.models import Risk, RiskCategory
from risks.services.assessment import assess_risk
from risks.services.risks import FirstScore, RiskWords, create_risk, move_risk

FIRST_LOOK_DAYS: Final = 36  # the register compares with 30 days ago
AXES: Final = ("likelihood", "financial", "reputation", "brand_damage")
ACCEPTED_FOR: Final = timedelta(days=75)


def fill_register(desk: Desk, now: datetime) -> None:
    """In the order in which it happened. A register with rows is left alone."""
    with organization_scope(desk.id), transaction.atomic():
        if Risk.objects.exists():
            return
        risks = {known.title: _first_look(desk, known, now) for known in REGISTER}
        looks = ((rescore, known) for known in REGISTER for rescore in known.later)
        for rescore, known in sorted(looks, key=lambda pair: -pair[0].days_ago):
            with clock_at(ago(now, days=rescore.days_ago)):
                assess_risk(
                    actor=_owner(desk, known),
                    risk=risks[known.title],
                    kind=rescore.kind,
                    reason=rescore.reason,
                    **_axes(rescore.figures),
                )


def _first_look(desk: Desk, known: KnownRisk, now: datetime) -> Risk:
    owner = _owner(desk, known)
    category = RiskCategory.objects.get(code=known.code)
    words = RiskWords(
        title=known.title, category=category, treatment=known.treatment, words=category.words, owner=owner
    )
    with clock_at(ago(now, days=FIRST_LOOK_DAYS)):
        risk = create_risk(
            actor=owner,
            brand=desk.brands[known.brand],
            words=words,
            score=FirstScore(**_axes(known.figures), reason=known.reason),
        )
    risk.refresh_from_db()
    if known.status != RiskStatus.OPEN:
        with clock_at(ago(now, days=FIRST_LOOK_DAYS - 2)):
            until = (now + ACCEPTED_FOR).date() if known.status == RiskStatus.ACCEPTED else None
            move_risk(actor=desk.people["approver"], risk=risk, to=known.status, accepted_until=until)
    return risk


def _owner(desk: Desk, known: KnownRisk) -> Membership:
    return desk.people[known.owner]


def _axes(figures: Figures) -> dict[str, int]:
    return dict(zip(AXES, figures, strict=True))
