"""A new source: its kind, a look at what it brings, and then the source itself."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import TenantRequest, allowed, opens_scope_itself
from accounts.enums import ADMINS
from accounts.models import Brand
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from mentions.enums import SourceKind
from mentions.forms.kinds import (
    BlueskyForm,
    DemoForm,
    EmailForm,
    FeedForm,
    HackerNewsForm,
    MastodonForm,
    TelegramForm,
    VkForm,
    WorldNewsForm,
    YouTubeForm,
)
from mentions.forms.source import SourceForm
from mentions.queries.sources import listened_for
from mentions.services.probing import Probe, probe
from mentions.services.sources import connect_source
from mentions.views.sources import keep_secret
from mentions.views.typed_secrets import forget_typed, keep_typed, typed_before

FORMS: Final[Mapping[str, type[SourceForm]]] = {
    SourceKind.FEED: FeedForm,
    SourceKind.EMAIL: EmailForm,
    SourceKind.MASTODON: MastodonForm,
    SourceKind.BLUESKY: BlueskyForm,
    SourceKind.VK: VkForm,
    SourceKind.TELEGRAM: TelegramForm,
    SourceKind.YOUTUBE: YouTubeForm,
    SourceKind.HACKER_NEWS: HackerNewsForm,
    SourceKind.GDELT: WorldNewsForm,
}
FEED: Final = gettext_lazy("Feed or site")
LEDES: Final[Mapping[str, str | Promise]] = {
    SourceKind.EMAIL: gettext_lazy(
        "A mailbox to which people write, or alerts of other services. Nothing in it is changed."
    ),
    SourceKind.MASTODON: gettext_lazy("Posts under tags, on any server of the fediverse that shows them to everybody."),
    SourceKind.BLUESKY: gettext_lazy("Posts that name the brand, and what is said to its account."),
    SourceKind.VK: gettext_lazy("Public posts that name the brand, found by its words."),
    SourceKind.TELEGRAM: gettext_lazy("What is written in the channels and groups of a bot of yours."),
    SourceKind.YOUTUBE: gettext_lazy("Videos that name the brand, and comments under those of its channel."),
    SourceKind.HACKER_NEWS: gettext_lazy("Stories and comments that name the brand, found by its words."),
    SourceKind.GDELT: gettext_lazy(
        "Articles of the press in many languages that name the brand, through the open archive GDELT."
    ),
}


@require_GET
@allowed(ADMINS)
def new(request: TenantRequest) -> HttpResponse:
    return page(request, "mentions/source_new.html", {"demo": settings.DEMO})


@require_http_methods(["GET", "POST"])
@opens_scope_itself
@allowed(ADMINS)
def fetched(request: TenantRequest, kind: SourceKind) -> HttpResponse:
    """The first press looks at what it brings, the second connects it."""
    with organization_scope(request.organization.pk):
        chosen, kept = request.GET.get("brand", ""), typed_before(request)
        form = FORMS[kind](request.POST or None, member=request.member, brand=chosen, kept=kept)
        is_valid, brands = form.is_valid(), listened_for()
        keep_typed(request, form)
        if is_valid and "connect" in request.POST and (done := _connect(request, form, kind)):
            return done
    is_look = is_valid and "connect" not in request.POST
    looked = _look(form, kind, brands) if is_look else None
    with organization_scope(request.organization.pk):
        return _form(request, "mentions/source_fetched.html", form, looked, **_words(kind))


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def webhook(request: TenantRequest) -> HttpResponse:
    first = {"name": _("Webhook")}
    form = SourceForm(request.POST or None, member=request.member, brand=request.GET.get("brand", ""), initial=first)
    if form.is_valid() and (done := _connect(request, form, SourceKind.WEBHOOK)):
        return done
    return _form(request, "mentions/source_webhook.html", form)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def demo(request: TenantRequest) -> HttpResponse:
    first = {"name": _("Demo stream")}
    form = DemoForm(request.POST or None, member=request.member, brand=request.GET.get("brand", ""), initial=first)
    if form.is_valid() and (done := _connect(request, form, SourceKind.DEMO)):
        return done
    return _form(request, "mentions/source_demo.html", form)


def _form(
    request: TenantRequest, template: str, form: SourceForm, looked: Probe | None = None, **words: str
) -> HttpResponse:
    status = 200 if looked else form.status
    return page(request, template, {"form": form, "probe": looked, **words}, fragment="form", status=status)


def _words(kind: SourceKind) -> dict[str, str]:
    return {"title": str(FEED if kind == SourceKind.FEED else kind.label), "lede": str(LEDES.get(kind, ""))}


def _look(form: SourceForm, kind: SourceKind, brands: list[Brand]) -> Probe:
    return probe(kind, form.source_settings, brands, form.cleaned_data["brand"].words, form.typed_secret)


def _connect(request: TenantRequest, form: SourceForm, kind: SourceKind) -> HttpResponse | None:
    """None when it was refused: the form says why."""
    words: dict[str, Any] = {name: form.cleaned_data[name] for name in ("brand", "name")}
    words["settings"] = form.source_settings
    connected = form.carry_out(connect_source, actor=request.member, kind=kind, secret=form.typed_secret, **words)
    if not connected:
        return None
    source, secret = connected
    forget_typed(request)
    if secret:
        keep_secret(request, source, secret)
    toast(request, _("Connected."))
    return redirect_or_refresh(request, "mentions:source", request.organization.slug, source.pk)
