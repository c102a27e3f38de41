"""Tasks: added by hand, skipped, given to somebody."""

from datetime import timedelta
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.wording import span
from incidents.forms.fields import LONGEST_TEXT, DeedForm, text_area
from incidents.models import Incident, IncidentTask
from incidents.queries.people import people_for
from incidents.services.tasks import add_task, assign_task, skip_task

DUE_IN: Final = (15, 30, 60, 120, 240, 1440)  # minutes
MINUTE: Final = 60


class TaskForm(DeedForm):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    assignee = RowChoice(label=_("Who"), required=False, empty_label=_("Nobody yet"))
    due_in = forms.TypedChoiceField(label=_("Due"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        super().__init__(data)
        offer_rows(self, assignee=people_for(incident.brand))
        times = [(minutes, _("in %(span)s") % {"span": span(minutes * MINUTE)}) for minutes in DUE_IN]
        self.fields["due_in"].choices = [("", _("without a time")), *times]  # type: ignore[attr-defined]  # a choice field

    def carry(self, actor: Membership) -> bool:
        minutes = self.cleaned_data["due_in"]
        return bool(
            self.carry_out(
                add_task,
                actor=actor,
                incident=self.incident,
                title=self.cleaned_data["title"],
                assignee=self.cleaned_data["assignee"],
                due_at=timezone.now() + timedelta(minutes=minutes) if minutes else None,
            )
        )


class SkipForm(DeedForm):
    reason = forms.CharField(label=_("Why it is skipped"), max_length=LONGEST_TEXT, widget=text_area(2))

    def __init__(self, data: QueryDict | None = None, *, task: IncidentTask) -> None:
        self.task = task
        super().__init__(data)

    def carry(self, actor: Membership) -> bool:
        return bool(self.carry_out(skip_task, actor=actor, task=self.task, reason=self.cleaned_data["reason"]))


class AssignForm(DeedForm):
    assignee = RowChoice(label=_("Who does it"), required=False, empty_label=_("Nobody"))

    def __init__(self, data: QueryDict | None = None, *, task: IncidentTask) -> None:
        self.task = task
        super().__init__(data, initial={"assignee": task.assignee_id})
        offer_rows(self, assignee=people_for(task.incident.brand))

    def carry(self, actor: Membership) -> bool:
        assignee = self.cleaned_data["assignee"]
        return bool(self.carry_out(assign_task, actor=actor, task=self.task, assignee=assignee))
