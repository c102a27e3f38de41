"""What the organization is called, and what its brands are."""

from typing import Any, Final

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms.words import WordsField
from accounts.models import Brand, Organization
from accounts.models.organization import HEX_COLOUR
from accounts.services.brands import BrandWords
from accounts.services.organizations import OrganizationWords
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.zones import UTC, ZoneField

# What brands are mostly written about in; each can be told apart and read for its tone.
LANGUAGES: Final = (
    *("en", "ru", "uk", "kk", "be", "de", "fr", "es", "it", "pt", "pl", "nl", "cs", "ro", "hu", "el", "sv", "da", "nb"),
    *("fi", "tr", "ar", "he", "hi", "id", "vi", "th", "zh", "ja", "ko"),
)


def language_choices() -> list[tuple[str, str]]:
    """By name in the language of the page."""
    names: Any = Locale.parse(get_language() or "en", sep="-").languages
    return sorted(((code, names.get(code, code).capitalize()) for code in LANGUAGES), key=lambda pair: pair[1])


class OrganizationForm(RefusableForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter the name of the organization.")}
    )
    time_zone = ZoneField(label=_("Time zone"), help_text=_("For everybody who has not chosen their own."))

    @classmethod
    def of(cls, organization: Organization) -> "OrganizationForm":
        return cls(initial={name: getattr(organization, name) for name in OrganizationWords.__dataclass_fields__})

    @property
    def organization_words(self) -> OrganizationWords:
        return OrganizationWords(**self.cleaned_data)


class BrandForm(RefusableForm):
    name = forms.CharField(label=_("Brand name"), max_length=120, error_messages={"required": _("Enter a brand name.")})
    words = WordsField(
        label=_("Words to listen for"),
        help_text=_("Names, misspellings, products. One a line, or with commas between."),
        longest=200,
        required=False,
    )
    handles = WordsField(
        label=_("Handles"), help_text=_("The brand's own accounts, such as @nordwind."), longest=120, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("In which people write about it and you answer."),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = ZoneField(label=_("Time zone"), initial=UTC)
    colour = forms.CharField(
        label=_("Colour"),
        help_text=_("A dot beside its name."),
        required=False,
        validators=[HEX_COLOUR],
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    @classmethod
    def of(cls, brand: Brand) -> "BrandForm":
        return cls(initial={name: getattr(brand, name) for name in BrandWords.__dataclass_fields__})

    @property
    def brand_words(self) -> BrandWords:
        data = self.cleaned_data
        return BrandWords(**data | {"languages": tuple(data["languages"])})
