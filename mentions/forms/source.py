"""What people type about a source."""

from collections.abc import Sequence
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.guarded_http import FetchError, checked_url
from crisisdesk.web.refusals import RefusableForm
from mentions.enums import SourceKind
from mentions.queries.demo import demo_settings

NAME_LIMIT = 120


class AddressField(forms.CharField):
    """A web address as people type it: `example.com` is enough."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- the field's own words
        attributes = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=2_000, widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return str(checked_url(typed if "://" in typed else f"https://{typed}"))
        except FetchError as fault:
            raise ValidationError(str(fault)) from fault


class SourceForm(RefusableForm):
    """The brand that a source listens for, and its name."""

    field_order: Sequence[str] = ("name", "brand")
    brand = RowChoice(
        label=_("Brand"), empty_label=_("Choose"), error_messages={"required": _("Choose the brand it listens for.")}
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, error_messages={"required": _("Enter a name.")})

    def __init__(self, *args: Any, member: Membership, brand: str = "", kept: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.kept = kept
        brands = Brand.objects.for_member(member).active().order_by("name")
        offer_rows(self, brand=brands)
        offered = {row.slug: row.pk for row in brands}
        self.fields["brand"].initial = offered.get(brand) or (min(offered.values()) if len(offered) == 1 else None)

    @property
    def source_settings(self) -> dict[str, Any]:
        return {}

    @property
    def typed_secret(self) -> str:
        """What it signs in with, once the form was checked."""
        return str(getattr(self, "cleaned_data", {}).get("secret", ""))

    def show_kept(self) -> None:
        """Its secret was typed at an earlier press."""


class SecretField(forms.CharField):
    """A password or a token: never written back into a page, never offered to a browser's memory."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- the field's own words
        attributes = {"autocomplete": "new-password", "spellcheck": "false"}
        super().__init__(max_length=1_000, widget=forms.PasswordInput(attrs=attributes), **kwargs)


class SignInForm(SourceForm):
    """A source that signs in. What was typed is kept by the server from one press to the next, under `draft`."""

    secret_name: Any = _("Access token")
    secret_help: Any = ""
    needs_secret = True
    secret = SecretField(error_messages={"required": _("Enter it: without it this source answers nothing.")})
    draft = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        secret = self.fields["secret"]
        secret.label, secret.help_text = self.secret_name, self.secret_help
        secret.required = self.needs_secret and not self.kept
        self.fields["draft"].initial = token_urlsafe(12)

    def show_kept(self) -> None:
        self.fields["secret"].widget.attrs["placeholder"] = "••••••••"
        self["secret"].help_text = str(_("Typed already, and not shown again. Leave it empty to keep it."))

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"] or self.kept


class NewSecretForm(RefusableForm):
    """Another password or token for a source that signs in."""

    secret = SecretField(label=_("New password or token"), error_messages={"required": _("Enter the new one.")})


class RenameForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, error_messages={"required": _("Enter a name.")})


class FirstSourceForm(RefusableForm):
    """The source of a brand that was just made. Only a feed needs anything typed."""

    kind = forms.ChoiceField(choices=SourceKind.choices)
    url = AddressField(label=_("Address of a feed or a site"), required=False)

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.brand = brand
        kinds = [SourceKind.FEED, SourceKind.GDELT, SourceKind.WEBHOOK, SourceKind.FILE]
        self.kinds = [SourceKind.DEMO, *kinds] if settings.DEMO else kinds
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.kinds]  # type: ignore[attr-defined]  # the stubs know only the base field
        self.fields["kind"].initial = self.kinds[0]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == SourceKind.FEED and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter the address of a feed or a site."))
        return data

    def refuse_feed(self, fault: str) -> None:
        """Its address was asked and gave nothing."""
        if fault:
            self.add_error("url", fault)

    @property
    def source_words(self) -> dict[str, Any]:
        kind = self.cleaned_data["kind"]
        words: dict[str, Any] = {"brand": self.brand, "kind": kind, "name": str(SourceKind(kind).label)}
        if kind == SourceKind.DEMO:
            return words | {"settings": demo_settings(self.brand, timezone.now())}
        if kind == SourceKind.FEED:
            host = (urlsplit(self.cleaned_data["url"]).hostname or "").removeprefix("www.")
            return words | {"name": host[:NAME_LIMIT], "settings": {"url": self.cleaned_data["url"]}}
        return words
