"""What was learned, two days later, and signed by the approver."""

from datetime import datetime, timedelta
from typing import Final

from incidents.models import Incident
from incidents.queries.post_mortem import fingerprint, read_document
from incidents.services.corrective_actions import ActionWords, add_action, complete_action
from incidents.services.final import RiskScore, finalize
from incidents.services.post_mortem import record_impact, save_section, start_post_mortem
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import clock_at
from playbooks.services.demo_world.past_script import Lesson

BEGUN_AFTER: Final = timedelta(hours=3)
SIGNED_AFTER: Final = timedelta(hours=26)
SECTIONS: Final = ("summary", "went_well", "surprised", "differently", "factors")


def learn(desk: Desk, incident: Incident, lesson: Lesson, ended: datetime) -> None:
    writer = desk.people["agent"]
    incident.refresh_from_db()
    with clock_at(ended + BEGUN_AFTER):
        post_mortem = start_post_mortem(actor=writer, incident=incident)
        for section in SECTIONS:
            text = getattr(lesson, section)
            save_section(
                actor=writer, post_mortem=post_mortem, section=section, text=text, seen=post_mortem.seen(section)
            )
        financial, reputation, brand_damage = lesson.impact
        record_impact(
            actor=writer,
            post_mortem=post_mortem,
            financial=financial,
            reputation=reputation,
            brand_damage=brand_damage,
        )
        actions = [
            add_action(actor=writer, post_mortem=post_mortem, words=_action(desk, incident, ended, *words))
            for words in lesson.actions
        ]
    with clock_at(ended + SIGNED_AFTER):
        complete_action(actor=actions[0].owner, action=actions[0])
        post_mortem.refresh_from_db()
        incident.refresh_from_db()
        seen = fingerprint(read_document(post_mortem, incident))
        score = RiskScore(*lesson.score, reason=lesson.reason)
        finalize(actor=desk.people["approver"], post_mortem=post_mortem, seen=seen, score=score, close=True)


def _action(desk: Desk, incident: Incident, ended: datetime, title: str, who: str, days: int) -> ActionWords:
    due_on = (ended + timedelta(days=days)).date()
    return ActionWords(title=title, owner=desk.people[who], due_on=due_on, risk=incident.risk)
