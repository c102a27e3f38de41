"""Status, level, roles and risk: the few decisions that turn an incident."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from incidents.enums import ALLOWED_MOVES, CRISIS_FROM, IncidentRole, IncidentStatus
from incidents.forms.fields import LONGEST_TEXT, DeedForm, LevelChoice, RiskChoice, risks_of, text_area
from incidents.models import Incident, IncidentTask
from incidents.queries.people import people_for
from incidents.queries.roles import crew_of
from incidents.services.level import change_level
from incidents.services.merging import merge_incident
from incidents.services.risk import set_risk
from incidents.services.roles import assign_roles
from incidents.services.status import move_incident

MEANINGS: Final = {
    IncidentStatus.DECLARED: _("Declared: it is on, or it flared up again"),
    IncidentStatus.CONTAINED: _("Contained: it has not grown for three hours"),
    IncidentStatus.RESOLVED: _("Resolved: nothing is left to answer"),
    IncidentStatus.REVIEWING: _("Reviewing: the post-mortem is being written"),
    IncidentStatus.CLOSED: _("Closed: learned from and done with"),
    IncidentStatus.DISMISSED: _("Dismissed: it was no incident"),
    IncidentStatus.MERGED: _("Merged: it is part of another incident"),
}


class IncidentChoice(RowChoice):
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- an Incident
        return f"{obj.number} {obj.title}"


class StatusForm(DeedForm):
    to = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    into = IncidentChoice(label=_("Merged into"), required=False, empty_label=_("Choose"))
    note = forms.CharField(label=_("Why"), required=False, max_length=LONGEST_TEXT, widget=text_area(2))
    confirmed = forms.BooleanField(required=False)
    seen = forms.ChoiceField(choices=IncidentStatus.choices, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        moves = ALLOWED_MOVES[incident.status]
        others = Incident.objects.active().filter(brand=incident.brand).exclude(pk=incident.pk).order_by("-number")
        offered = [(status.value, words) for status, words in MEANINGS.items() if status in moves]
        super().__init__(data, initial={"seen": incident.status, "to": _onward(incident, offered)})
        self.fields["to"].choices = offered  # type: ignore[attr-defined]  # a choice field
        offer_rows(self, into=others)
        if IncidentStatus.MERGED not in moves or not others.exists():
            self.fields["to"].choices = [pair for pair in offered if pair[0] != IncidentStatus.MERGED]  # type: ignore[attr-defined]  # the same
            del self.fields["into"]
        self._offer_confirmation(IncidentStatus.CLOSED in moves)

    def _offer_confirmation(self, may_close: bool) -> None:  # noqa: FBT001 -- one fact, named at its only call
        left = 0
        if may_close and self.incident.level >= CRISIS_FROM:
            left = IncidentTask.objects.open().filter(incident=self.incident).count()
        if not left:
            del self.fields["confirmed"]
            return
        words = ngettext("Close it although %(count)s task is open", "Close it although %(count)s tasks are open", left)
        self.fields["confirmed"].label = words % {"count": left}

    def carry(self, actor: Membership) -> bool:
        words = {"actor": actor, "incident": self.incident, "seen": self.cleaned_data["seen"]}
        if self.cleaned_data["to"] == IncidentStatus.MERGED:
            into = self.cleaned_data.get("into") or self.incident
            return bool(self.carry_out(merge_incident, into=into, **words))
        confirmed = self.cleaned_data.get("confirmed", False)
        to, note = self.cleaned_data["to"], self.cleaned_data["note"]
        return bool(self.carry_out(move_incident, to=to, note=note, confirmed=confirmed, **words))


def _onward(incident: Incident, offered: list[tuple[str, Any]]) -> str:
    """What most people come for: the next step on the way."""
    way = list(IncidentStatus.values)
    here = way.index(incident.status)
    return next((status for status, _words in offered if way.index(status) > here), "")


class LevelForm(DeedForm):
    level = LevelChoice()
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Going down needs a reason; going up can wait for it."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=text_area(2),
    )
    seen = forms.TypedChoiceField(coerce=int, choices=[(n, n) for n in range(5)], widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        super().__init__(data, initial={"level": incident.level, "seen": incident.level})

    def carry(self, actor: Membership) -> bool:
        to, seen = self.cleaned_data["level"], self.cleaned_data["seen"]
        reason = self.cleaned_data["reason"]
        return bool(self.carry_out(change_level, actor=actor, incident=self.incident, seen=seen, to=to, reason=reason))


class RolesForm(DeedForm):
    """All roles in one form. `seen_…` is who held a role when the page was made: only what was changed is changed."""

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        super().__init__(data)
        people = people_for(incident.brand)
        for seat in crew_of(incident).seats:
            name, is_lead = seat.role.value, seat.role == IncidentRole.LEAD
            holder = seat.member.pk if seat.member else None
            empty = None if is_lead and holder else _("Nobody")
            self.fields[name] = RowChoice(label=seat.role.label, required=is_lead, empty_label=empty, initial=holder)
            self.fields[f"seen_{name}"] = forms.CharField(required=False, initial=holder, widget=forms.HiddenInput)
            offer_rows(self, **{name: people})

    def carry(self, actor: Membership) -> bool:
        changes: dict[str, Membership | None] = {
            role: self.cleaned_data[role]
            for role in IncidentRole.values
            if _key(self.cleaned_data[role]) != self.cleaned_data[f"seen_{role}"]
        }
        return bool(self.carry_out(assign_roles, actor=actor, incident=self.incident, changes=changes))


def _key(member: Membership | None) -> str:
    return str(member.pk) if member else ""


class RiskLinkForm(DeedForm):
    risk = RiskChoice(label=_("Risk of the register"), required=False, empty_label=_("None of them"))

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        self.incident = incident
        super().__init__(data, initial={"risk": incident.risk_id})
        offer_rows(self, risk=risks_of(incident.brand))

    def carry(self, actor: Membership) -> bool:
        risk = self.cleaned_data["risk"]
        return bool(self.carry_out(set_risk, actor=actor, incident=self.incident, risk=risk))
