"""Opening an incident: everything is filled in, so that Enter is enough."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from incidents.forms.fields import LONGEST_TEXT, LevelChoice, RiskChoice, risks_of, text_area
from incidents.models import Incident
from incidents.queries.opening import Opening
from incidents.queries.people import people_for
from incidents.services.incidents import open_incident


class OpenForm(RefusableForm):
    title = forms.CharField(label=_("Title"), help_text=_("The event, not the topic."), max_length=200)
    level = LevelChoice()
    level_reason = forms.CharField(label=_("Why this level"), max_length=LONGEST_TEXT, widget=text_area(2))
    lead = RowChoice(label=_("Lead"), empty_label=None)
    communications_lead = RowChoice(label=_("Communications lead"), required=False, empty_label=_("Nobody yet"))
    risk = RiskChoice(label=_("Risk of the register"), required=False, empty_label=_("None of them"))

    def __init__(self, data: QueryDict | None = None, *, opening: Opening) -> None:
        self.opening = opening
        super().__init__(data, initial=opening.initial)
        people = people_for(opening.story.brand)
        offer_rows(self, lead=people, communications_lead=people, risk=risks_of(opening.story.brand))

    def open(self, actor: Membership) -> Incident | None:
        """None when it was refused; then the form says why."""
        story = self.opening.story
        incident: Incident | None = self.carry_out(open_incident, actor=actor, story=story, **self.cleaned_data)
        return incident
