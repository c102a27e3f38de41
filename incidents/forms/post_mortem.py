"""The forms of a post-mortem: its sections, its impact, its corrective actions, its signature."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from incidents.forms.fields import LONGEST_TEXT, RiskChoice, risks_of, text_area
from incidents.models import CorrectiveAction, Incident, PostMortem
from incidents.queries.people import people_for
from incidents.services.corrective_actions import ActionWords
from incidents.services.final import RiskScore
from risks.forms import ScaleFields
from risks.queries.scales import scale_words

USUAL_DAYS: Final = 14  # how long a corrective action takes unless somebody says otherwise
# Section -> its title, what helps to write it, and the height of its field.
SECTIONS: Final[dict[str, tuple[str | Promise, str | Promise, int]]] = {
    "summary": (_("Summary"), "", 6),
    "went_well": (_("Went well"), _("One a line."), 5),
    "surprised": (_("Surprised us"), _("One a line."), 5),
    "differently": (_("Would do differently"), _("One a line."), 5),
    "factors": (_("Contributing factors"), _("Causes and conditions, not persons. One a line."), 4),
    "no_action_reason": (_("Why no action is needed"), _("Only when the list above stays empty."), 2),
}


class SectionForm(RefusableForm):
    """`seen` names the words that the person began from."""

    standing = standing_seen = draft_key = ""
    section = forms.ChoiceField(choices=[(name, name) for name in SECTIONS], widget=forms.HiddenInput)
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT, widget=text_area(4))
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        self.name = name if name in SECTIONS else ""
        super().__init__(*args, **kwargs | {"auto_id": f"{self.name}-%s"})
        if self.name:
            title, hint, rows = SECTIONS[name]
            self.fields["text"].label, self.fields["text"].help_text = str(title), str(hint)
            self.fields["text"].widget.attrs["rows"] = rows

    def clean_text(self) -> str:
        """Browsers send line ends of their own; the same words must stay the same words."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def stand_on(self, post_mortem: PostMortem) -> "SectionForm":
        """What is saved now: whoever was second sees it, and saves the next time with open eyes."""
        self.standing = getattr(post_mortem, self.name)
        self.standing_seen = post_mortem.seen(self.name)
        self.draft_key = f"post_mortem:{post_mortem.pk}:{self.name}"
        return self


def section_forms(post_mortem: PostMortem, refused: SectionForm | None = None) -> dict[str, SectionForm]:
    """One per section; the refused one keeps what was typed."""
    forms_by_name = {name: SectionForm(name=name, initial={"text": getattr(post_mortem, name)}) for name in SECTIONS}
    if refused and refused.name in SECTIONS:
        forms_by_name[refused.name] = refused
    return {name: form.stand_on(post_mortem) for name, form in forms_by_name.items()}


class ImpactForm(RefusableForm):
    """What it did, on the three axes of the scale."""

    def __init__(self, *args: Any, post_mortem: PostMortem, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        axes = scale_words().impact
        kwargs["initial"] = {axis.field: getattr(post_mortem, f"impact_{axis.field}") for axis in axes}
        kwargs["auto_id"] = "impact-%s"
        super().__init__(*args, **kwargs)
        for axis in axes:
            steps = [(step.value, f"{step.value} {step.name}. {step.meaning}") for step in axis.steps]
            self.fields[axis.field] = forms.TypedChoiceField(
                label=str(axis.label),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", gettext("Not known yet")), *steps],
            )


class ActionForm(RefusableForm):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = RowChoice(label=_("Owner"), empty_label=_("Choose"))
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    risk = RiskChoice(label=_("Risk that it changes"), required=False, empty_label=_("None"))
    changes = forms.CharField(
        label=_("What else it changes"),
        help_text=_("By how much, or which template, query or playbook."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, incident: Incident, action: CorrectiveAction | None = None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        usual = {"due_on": timezone.localdate() + timedelta(days=USUAL_DAYS), "risk": incident.risk_id}
        standing = {name: getattr(action, name) for name in ActionWords.__dataclass_fields__} if action else usual
        kwargs["initial"], kwargs["auto_id"] = standing, "action-%s"
        super().__init__(*args, **kwargs)
        offer_rows(self, owner=people_for(incident.brand), risk=risks_of(incident.brand))

    @property
    def action_words(self) -> ActionWords:
        return ActionWords(**{name: self.cleaned_data[name] for name in ActionWords.__dataclass_fields__})


class FinalForm(RefusableForm):
    """`seen` is the fingerprint of the document on the page."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    close = forms.BooleanField(label=_("Close the incident"), required=False, initial=True)
    tasks_may_stay_open = forms.BooleanField(label=_("Close it with its open tasks"), required=False)

    @property
    def score(self) -> RiskScore | None:
        return None

    @property
    def signature(self) -> dict[str, Any]:
        names = ("seen", "close", "tasks_may_stay_open")
        return {name: self.cleaned_data[name] for name in names} | {"score": self.score}


class FinalWithRiskForm(ScaleFields, FinalForm):
    """The incident has taught something about a risk: it is scored again in the same step."""

    reason = forms.CharField(label=_("Why this score"), max_length=LONGEST_TEXT, widget=text_area(2))

    @property
    def score(self) -> RiskScore | None:
        return RiskScore(**{name: self.cleaned_data[name] for name in RiskScore.__dataclass_fields__})


class CorrectionForm(RefusableForm):
    reason = forms.CharField(label=_("What has to be corrected"), max_length=LONGEST_TEXT, widget=text_area(2))
