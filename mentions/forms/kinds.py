"""What people type about a source of each kind that is fetched."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentions.enums import SourceKind
from mentions.forms.source import NAME_LIMIT, AddressField, SignInForm, SourceForm
from mentions.queries.demo import demo_settings
from mentions.sources.mastodon.connector import tags_of

CHANNEL = re.compile(r"UC[\w-]{22}")
IMAPS = 993
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


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


class MastodonForm(SignInForm):
    needs_secret = False
    secret_help = _(
        "Of an account there, with the right to read. It adds the search for words and what is said to the account."
    )
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
        widget=forms.TextInput(attrs=PLAIN),
    )
    only_matching = forms.BooleanField(
        label=_("Only posts that name one of your brands"),
        help_text=_("Turn it on for tags that speak of more than this brand."),
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial="Mastodon")
    field_order = ("brand", "server", "tags", "secret", "only_matching", "name")

    def clean_server(self) -> str:
        return _site(self.cleaned_data["server"])

    def clean_tags(self) -> list[str]:
        return tags_of(self.cleaned_data["tags"].split(","), ()) if self.cleaned_data["tags"] else []

    @property
    def source_settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("server", "tags", "only_matching")}


class VkForm(SignInForm):
    secret_name = _("Service token")
    secret_help = _("Of an app of yours at VK: dev.vk.com, My apps, Settings. A person's token works too.")
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial=SourceKind.VK.label)
    field_order = ("brand", "secret", "name")


class BlueskyForm(SignInForm):
    secret_name = _("App password")
    secret_help = _("Not that of the account: Settings, Privacy and security, App passwords.")
    handle = forms.CharField(
        label=_("Handle"),
        help_text=_("Of the account that reads, best that of the brand: answers to it are read too."),
        max_length=250,
        error_messages={"required": _("Enter a handle, such as brand.bsky.social.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    server = AddressField(
        label=_("Server"), initial="bsky.social", error_messages={"required": _("Enter the server of the account.")}
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial="Bluesky")
    field_order = ("brand", "handle", "secret", "server", "name")

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).strip().removeprefix("@")

    def clean_server(self) -> str:
        return _site(self.cleaned_data["server"])

    @property
    def source_settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("server", "handle")}


class YouTubeForm(SignInForm):
    secret_name = _("API key")
    secret_help = _("Of a project of yours at Google Cloud with the YouTube Data API switched on.")
    channel = forms.CharField(
        label=_("Channel"),
        help_text=_(
            "Its id or address with it. Comments under all its videos are read. Left empty, videos are searched."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial="YouTube")
    field_order = ("brand", "channel", "secret", "name")

    def clean_channel(self) -> str:
        """People paste the address of the channel; a name in it is no id."""
        typed = str(self.cleaned_data["channel"]).strip()
        found = CHANNEL.search(typed)
        if typed and not found:
            raise ValidationError(_("Enter the id of the channel: UC and 22 letters. Its page shows it under Share."))
        return found[0] if found else ""

    @property
    def source_settings(self) -> dict[str, Any]:
        return {"channel": self.cleaned_data["channel"]}


class TelegramForm(SignInForm):
    secret_name = _("Token of a bot")
    secret_help = _("From @BotFather. Make the bot an administrator of the channel or a member of the group it reads.")
    only_matching = forms.BooleanField(
        label=_("Only messages that name one of your brands"),
        help_text=_("Turn it on for groups that speak of more than this brand."),
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial="Telegram")
    field_order = ("brand", "secret", "only_matching", "name")

    @property
    def source_settings(self) -> dict[str, Any]:
        return {"only_matching": self.cleaned_data["only_matching"]}


class EmailForm(SignInForm):
    secret_name = _("Password")
    secret_help = _("Where the provider offers app passwords, one of them.")
    host = forms.CharField(
        label=_("IMAP server"),
        max_length=250,
        validators=[RegexValidator(r"^[A-Za-z0-9.-]+$", _("Enter the name of a server, such as imap.example.com."))],
        error_messages={"required": _("Enter the name of a server, such as imap.example.com.")},
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "url"}),
    )
    user = forms.CharField(
        label=_("User name"),
        help_text=_("Mostly the address of the mailbox."),
        max_length=250,
        error_messages={"required": _("Enter the user name of the mailbox.")},
        widget=forms.TextInput(attrs=PLAIN),
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX", widget=forms.TextInput(attrs=PLAIN))
    only_matching = forms.BooleanField(
        label=_("Only messages that name one of your brands"),
        help_text=_("Turn it off for a mailbox to which only this brand's people write."),
        required=False,
        initial=True,
    )
    name = forms.CharField(label=_("Name"), max_length=NAME_LIMIT, initial=SourceKind.EMAIL.label)
    field_order = ("brand", "host", "user", "secret", "folder", "only_matching", "name")

    @property
    def source_settings(self) -> dict[str, Any]:
        words = {name: self.cleaned_data[name] for name in ("host", "user", "folder", "only_matching")}
        return words | {"port": IMAPS}


def _site(address: str) -> str:
    """The server alone: people paste the address of a profile."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


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
