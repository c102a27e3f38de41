"""Decisions in the queue, as buttons and short forms send them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from incidents.enums import Verdict
from incidents.queries.people import people_for
from incidents.services.triage import IN_ONE_GO
from mentions.enums import Level, StoryStatus
from mentions.models import Story


def level_choices() -> list[tuple[int, str]]:
    """In the reader's language."""
    return [(level.value, f"{level.value} {level.label}") for level in Level]


class VerdictForm(RefusableForm):
    """`seen` is the status that the person was shown."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    seen = forms.ChoiceField(choices=StoryStatus.choices, required=False)


class BulkForm(RefusableForm):
    verdict = forms.ChoiceField(choices=[(verdict, verdict) for verdict in sorted(IN_ONE_GO)])
    story = forms.ModelMultipleChoiceField(
        Story.objects.none(), error_messages={"required": _("Select the stories to decide about.")}
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = Story.objects.for_member(member)  # type: ignore[attr-defined]  # a model's choice

    @property
    def sentence(self) -> str:
        """All that is wrong, in one line: there is no field to stand beside."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class GiveForm(RefusableForm):
    to = RowChoice(label=_("Give to"), empty_label=_("Choose"))

    def __init__(self, *args: Any, member: Membership, story: Story, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        offer_rows(self, to=people_for(story.brand).exclude(pk=member.pk))


class LevelForm(RefusableForm):
    """`seen` is the level that the person was shown."""

    level = forms.TypedChoiceField(label=_("Level"), choices=level_choices, coerce=int, widget=forms.RadioSelect)
    seen = forms.TypedChoiceField(choices=level_choices, coerce=int, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when the level goes down."),
    )

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs | {"initial": {"level": story.level, "seen": story.level}})
