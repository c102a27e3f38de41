"""The first steps: what to listen for, and who else is there."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.forms.words import WordsField, handles_apart
from accounts.services.brands import BrandWords
from accounts.services.organizations import OrganizationWords
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.zones import UTC, ZoneField

ADDRESSES_AT_ONCE: Final = 20


class StartForm(RefusableForm):
    brand = forms.CharField(
        label=gettext_lazy("Brand name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a brand name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    words = WordsField(
        label=gettext_lazy("Words to listen for"),
        help_text=gettext_lazy("Names, misspellings, products, @handles. One a line, or with commas between."),
        longest=200,
        error_messages={"required": gettext_lazy("Enter one word at least.")},
    )
    organization = forms.CharField(
        label=gettext_lazy("Agency or company"),
        help_text=gettext_lazy("Left empty, it is called like the brand."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    time_zone = ZoneField(label=gettext_lazy("Time zone"), initial=UTC)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        if not self.is_bound:  # afterwards it is the person's own choice
            self.fields["time_zone"].widget.attrs["data-zone-guess"] = True

    @property
    def organization_words(self) -> OrganizationWords:
        data = self.cleaned_data
        return OrganizationWords(data["organization"] or data["brand"], data["time_zone"])

    @property
    def brand_words(self) -> BrandWords:
        words, handles = handles_apart(self.cleaned_data["words"])
        return BrandWords(self.cleaned_data["brand"], words, handles, time_zone=self.cleaned_data["time_zone"])

    @property
    def typed(self) -> dict[str, str]:
        """As it was sent, for whoever leaves and returns."""
        return {name: str(self.data.get(name, ""))[:5_000] for name in self.fields}


class FirstPeopleForm(RefusableForm):
    emails = WordsField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One a line, or with commas between."),
        longest=254,
        error_messages={"required": gettext_lazy("Enter one address at least, or skip this step.")},
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "email", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=Role.AGENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]  # the stubs know only the base field
            (role.value, role.label) for role in Role if role != Role.OWNER
        ]

    def clean_emails(self) -> tuple[str, ...]:
        emails: tuple[str, ...] = self.cleaned_data["emails"]
        if len(emails) > ADDRESSES_AT_ONCE:
            raise ValidationError(_("At most 20 addresses at once. The others can follow under People."))
        for email in emails:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError(_("“%(email)s” is no e-mail address.") % {"email": email[:60]}) from error
        return emails
