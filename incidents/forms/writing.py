"""Words for the room: an update, a note, what the incident is called."""

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.query_values import in_utc
from crisisdesk.web.wording import span
from incidents.forms.fields import LONGEST_TEXT, DeedForm, text_area
from incidents.models import Incident
from incidents.queries.pace import next_update
from incidents.services.details import describe_incident, fingerprint
from incidents.services.updates import add_note, post_update

PROMISES: Final = (15, 30, 60, 120, 240, 480, 1440)  # minutes
MINUTE: Final = 60


class DraftedForm(DeedForm):
    """Its text is kept while somebody types, and is there again on any device."""

    what = ""

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        super().__init__(data)
        self.incident = incident
        self.draft_key = f"incident:{incident.number}:{self.what}"


class UpdateForm(DraftedForm):
    what = "update"

    text = forms.CharField(
        label=_("Where we stand"),
        help_text=_("What is known, what is not, what happens now."),
        max_length=LONGEST_TEXT,
        widget=text_area(6),
    )
    promise = forms.TypedChoiceField(label=_("Next update"), required=False, coerce=int, empty_value=None)
    states_facts = forms.BooleanField(label=_("The facts are in it: this stops the clock of facts"), required=False)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        super().__init__(data, incident=incident)
        promises = [(minutes, _("in %(span)s") % {"span": span(minutes * MINUTE)}) for minutes in PROMISES]
        self.fields["promise"].choices = [("", self._by_the_clock()), *promises]  # type: ignore[attr-defined]  # a choice field
        if self.incident.facts_at:
            del self.fields["states_facts"]

    def _by_the_clock(self) -> str:
        now = timezone.now()
        due = next_update(self.incident.level, self.incident.status, now)
        if due is None:
            return str(_("none promised"))
        return _("in %(span)s, by the clock of this level") % {"span": span((due - now).total_seconds())}

    def carry(self, actor: Membership) -> bool:
        minutes = self.cleaned_data["promise"]
        return bool(
            self.carry_out(
                post_update,
                actor=actor,
                incident=self.incident,
                text=self.cleaned_data["text"],
                next_update_at=timezone.now() + timedelta(minutes=minutes) if minutes else None,
                states_facts=self.cleaned_data.get("states_facts", False),
            )
        )


class NoteForm(DraftedForm):
    what = "note"

    text = forms.CharField(label=_("Note"), max_length=LONGEST_TEXT, widget=text_area(4))
    happened_at = forms.DateTimeField(
        label=_("When it happened"),
        help_text=_("Empty: now. The timeline shows both times when you enter it afterwards."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_happened_at(self) -> datetime | None:
        then: datetime | None = self.cleaned_data["happened_at"]
        moment = in_utc(then) if then else None
        if then and moment is None:
            raise forms.ValidationError(self.fields["happened_at"].error_messages["invalid"], "invalid")
        return moment

    def carry(self, actor: Membership) -> bool:
        then: datetime | None = self.cleaned_data["happened_at"]
        text = self.cleaned_data["text"]
        return bool(self.carry_out(add_note, actor=actor, incident=self.incident, text=text, happened_at=then))


class DetailsForm(DeedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What happened, in two sentences. It stands under the title and in the brief."),
        required=False,
        max_length=2_000,
        widget=text_area(4),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        initial = {"title": incident.title, "summary": incident.summary, "seen": fingerprint(incident)}
        super().__init__(data, initial=initial)

    def carry(self, actor: Membership) -> bool:
        return bool(self.carry_out(describe_incident, actor=actor, incident=self.incident, **self.cleaned_data))
