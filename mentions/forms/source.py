"""What people type about a source."""

from collections.abc import Sequence
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
from mentions.sources.mastodon.connector import tags_of

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

    def __init__(self, *args: Any, member: Membership, brand: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        brands = Brand.objects.for_member(member).active().order_by("name")
        offer_rows(self, brand=brands)
        offered = {row.slug: row.pk for row in brands}
        self.fields["brand"].initial = offered.get(brand) or (min(offered.values()) if len(offered) == 1 else None)

    @property
    def source_settings(self) -> dict[str, Any]:
        return {}


class FeedForm(SourceForm):
    url = AddressField(
        label=_("Address"),
        help_text=_("Of a feed (RSS, Atom, JSON Feed) or of a site that has one."),
        error_messages={"required": _("Enter the address of a feed or a site.")},
    )
    only_matching = forms.BooleanField(
        label=_("Only items that name one of your brands"),
        help_text=_("Turn it off for a feed that speaks of this brand alone, such as a search for its name."),
        required=False,
        initial=True,
    )
    name = forms.CharField(
        label=_("Name"), help_text=_("Left empty, it is called like its host."), max_length=NAME_LIMIT, required=False
    )
    field_order = ("url", "brand", "only_matching", "name")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("name"):
            host = urlsplit(data.get("url", "")).hostname or ""
            data["name"] = host.removeprefix("www.")[:NAME_LIMIT]
        return data

    @property
    def source_settings(self) -> dict[str, Any]:
        return {"url": self.cleaned_data["url"], "only_matching": self.cleaned_data["only_matching"]}


class MastodonForm(SourceForm):
    server = AddressField(
        label=_("Server"),
        initial="mastodon.social",
        help_text=_("Any server shows what its members follow; a big one shows most."),
        error_messages={"required": _("Enter the address of a server, such as mastodon.social.")},
    )
    tags = forms.CharField(
        label=_("Tags"),
        help_text=_("By commas. Left empty, the words of the brand are read as tags: Belyi Chai is #BelyiChai."),
        max_length=1_000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    only_matching = forms.BooleanField(
        label=_("Only posts that name one of your brands"),
        help_text=_("Turn it on for tags that speak of more than this brand."),
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial="Mastodon")
    field_order = ("brand", "server", "tags", "only_matching", "name")

    def clean_server(self) -> str:
        """The server alone: people paste the address of a profile."""
        parts = urlsplit(self.cleaned_data["server"])
        return f"{parts.scheme}://{parts.netloc}"

    def clean_tags(self) -> list[str]:
        return tags_of(self.cleaned_data["tags"].split(","), ()) if self.cleaned_data["tags"] else []

    @property
    def source_settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("server", "tags", "only_matching")}


class SearchForm(SourceForm):
    """A place that is searched for the words of the brand, whatever they will be by then."""

    kind: SourceKind
    field_order = ("brand", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.kind.label
        self.fields["brand"].help_text = _("Its words are searched for. A change of them counts from the next look on.")


class HackerNewsForm(SearchForm):
    kind = SourceKind.HACKER_NEWS

    @property
    def source_settings(self) -> dict[str, Any]:
        """The search forgives typing errors; the words of the brand do not."""
        return {"only_matching": True}


class WorldNewsForm(SearchForm):
    """The search has read the whole article; we see its title alone, and believe the search."""

    kind = SourceKind.GDELT


class DemoForm(SourceForm):
    @property
    def source_settings(self) -> dict[str, Any]:
        return demo_settings(self.cleaned_data["brand"], timezone.now())


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
