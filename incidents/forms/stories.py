"""Which story becomes part of an incident, or leaves it."""

from typing import Any, Final

from django import forms
from django.http import QueryDict

from accounts.models import Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from incidents.forms.fields import DeedForm
from incidents.models import Incident
from incidents.services.incidents import link_story, unlink_story
from mentions.models import Story

DEEDS: Final = {"": link_story, "unlink": unlink_story}


class StoryChoice(RowChoice):
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- a Story
        return str(obj.title)


class StoryForm(DeedForm):
    """A button of each row sends it."""

    story = StoryChoice()
    deed = forms.ChoiceField(choices=[(name, name) for name in DEEDS], required=False)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident, member: Membership) -> None:
        self.incident = incident
        super().__init__(data)
        offer_rows(self, story=Story.objects.for_member(member))

    def carry(self, actor: Membership) -> bool:
        service = DEEDS[self.cleaned_data["deed"]]
        return bool(self.carry_out(service, actor=actor, incident=self.incident, story=self.cleaned_data["story"]))
