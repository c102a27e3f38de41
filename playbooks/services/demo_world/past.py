"""Plays an incident of the past from its first mention to its end, each step at its minute."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from crisisdesk.tenancy import organization_scope
from incidents.enums import IncidentRole, IncidentStatus
from incidents.models import Incident, IncidentTask
from incidents.services.incidents import link_story, open_incident
from incidents.services.roles import acknowledge, assign
from incidents.services.status import move_incident
from incidents.services.tasks import finish_task, skip_task
from incidents.services.updates import post_update
from mentions.models import Story
from playbooks.services.approvals import approve_response
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.lessons import SIGNED_AFTER, learn
from playbooks.services.demo_world.moments import clock_at
from playbooks.services.demo_world.past_script import GIVEAWAY, LEAK, OldIncident, Said
from playbooks.services.responses import save_draft, start_statement, submit_response
from playbooks.services.sending import begin_sending, confirm_sent
from risks.models import Risk

LINKED: Final = 4  # the biggest stories of the fire; the others are put aside with everything else
DONE_EVERY: Final = 4  # minutes between two finished steps
BEFORE_THE_END: Final = timedelta(minutes=10)


def play_past(desk: Desk, now: datetime) -> None:
    """An agency with an incident is left alone."""
    with organization_scope(desk.id), transaction.atomic():
        if Incident.objects.exists():
            return
        for old in (LEAK, GIVEAWAY):
            Play(desk, old, now).run()


class Play:
    """One incident, on the clock of its own first mention."""

    def __init__(self, desk: Desk, old: OldIncident, now: datetime) -> None:
        self.desk, self.old, self.now, self.began = desk, old, now, old.fire.lit_at(now)
        self.lead = desk.people[old.lead]
        self.communications_lead = desk.people["approver"]
        self.scribe = desk.people["agent2" if old.lead == "agent" else "agent"]

    def run(self) -> None:
        incident = self._open()
        for said in self.old.said:
            self._say(incident, said)
        self._work_off(incident)
        self._move(incident, self.old.contained_minute, IncidentStatus.CONTAINED, "Growth has ended.")
        self._move(incident, self.old.resolved_minute, IncidentStatus.RESOLVED, "Back in the usual range for a day.")
        if self.old.lesson:
            learn(self.desk, incident, self.old.lesson, self._minute(self.old.resolved_minute))

    def _minute(self, minute: float) -> datetime:
        return self.began + timedelta(minutes=minute)

    def _open(self) -> Incident:
        name = f"demo-{self.old.fire.brand}-fire-{self.began:%Y%m%d%H%M%S}"
        stories = Story.objects.filter(lead__external_id__startswith=name).order_by("-mentions_count", "pk")
        first, *others = stories[: LINKED + 1]
        risk = Risk.objects.get(brand=first.brand, title=self.old.risk)
        with clock_at(self._minute(6)):
            incident = open_incident(
                actor=self.lead,
                story=first,
                title=self.old.title,
                level=self.old.level,
                level_reason=self.old.level_reason,
                lead=self.lead,
                communications_lead=self.communications_lead,
                risk=risk,
            )
        with clock_at(self._minute(9)):
            acknowledge(actor=self.communications_lead, incident=incident)
            assign(actor=self.lead, incident=incident, role=IncidentRole.SCRIBE, member=self.scribe)
        with clock_at(self._minute(12)):
            acknowledge(actor=self.scribe, incident=incident)
        for place, story in enumerate(others):
            with clock_at(self._minute(11 + 3 * place)):
                link_story(actor=self.lead, incident=incident, story=story)
        return incident

    def _say(self, incident: Incident, said: Said) -> None:
        if said.stage:
            self._publish(incident, said)
            return
        with clock_at(self._minute(said.minute)):
            post_update(actor=self.lead, incident=incident, text=said.text, states_facts=True)

    def _publish(self, incident: Incident, said: Said) -> None:
        """Written before its minute, approved, and out at its minute."""
        writer = self.scribe
        with clock_at(self._minute(said.minute - 9)):
            draft = start_statement(actor=writer, incident=incident, stage=said.stage)
            draft = save_draft(actor=writer, response=draft, text=said.text, revision=draft.revision)
            submit_response(actor=writer, response=draft)
        draft.refresh_from_db()
        with clock_at(self._minute(said.minute - 5)):
            approve_response(actor=self.communications_lead, response=draft, text_hash=draft.text_hash)
        with clock_at(self._minute(said.minute - 1)):
            begin_sending(actor=writer, response=draft)
        with clock_at(self._minute(said.minute)):
            address = f"https://{self.old.fire.brand}.example/news/{said.stage}"
            confirm_sent(actor=writer, response=draft, address=address, proof="Read on the page, screenshot kept.")

    def _work_off(self, incident: Incident) -> None:
        """Most steps some minutes before their time, one skipped for a reason; what is due after today stays open."""
        end = self._minute(self.old.resolved_minute) + SIGNED_AFTER - BEFORE_THE_END if self.old.lesson else self.now
        for place, task in enumerate(IncidentTask.objects.open().filter(incident=incident)):
            due = task.offset_minutes or 0
            at = self._minute(6 + max(due - DONE_EVERY, place / DONE_EVERY))
            if at > end and not self.old.lesson:
                continue
            with clock_at(min(at, end)):
                if task.title.startswith(self.old.skipped):
                    skip_task(actor=self.lead, task=task, reason=self.old.skipped_reason)
                else:
                    finish_task(actor=self.lead, task=task)

    def _move(self, incident: Incident, minute: int, to: IncidentStatus, note: str) -> None:
        incident.refresh_from_db(fields=["status"])
        with clock_at(self._minute(minute)):
            move_incident(actor=self.lead, incident=incident, seen=incident.status, to=to, note=note)
