"""What a person may choose for themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Density, Language, Theme
from accounts.models import User
from accounts.services.preferences import Preferences
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.zones import ZoneField


class MeForm(RefusableForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Enter your name: others see it beside what you do.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)
    time_zone = ZoneField(label=_("Time zone"), empty_label=_("Like the organization"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(label=_("Density of lists"), choices=Density.choices, widget=forms.RadioSelect)
    keys_enabled = forms.BooleanField(
        label=_("Keys"), help_text=_("One letter does one thing, outside of text fields."), required=False
    )

    @classmethod
    def of(cls, person: User) -> "MeForm":
        return cls(initial={name: getattr(person, name) for name in Preferences.__dataclass_fields__})

    @property
    def preferences(self) -> Preferences:
        return Preferences(**{name: self.cleaned_data[name] for name in Preferences.__dataclass_fields__})
