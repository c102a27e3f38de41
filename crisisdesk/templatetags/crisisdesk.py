"""The words of our templates: `{% load crisisdesk %}`. docs/interface.md shows each in use."""

import functools
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crisisdesk.web import badges, wording
from crisisdesk.web.browser_words import BROWSER_WORDS
from crisisdesk.web.fields import parts_of
from crisisdesk.web.icons import icon as draw
from crisisdesk.web.icons import network_icon
from crisisdesk.web.navigation import PLACES, SETTINGS, SETTINGS_PLACES, Entry, entries

register = template.Library()
AVATAR_COLOURS: Final = 5
WARN_SECONDS: Final = 3_600


@register.simple_tag
def icon(name: str, size: str = "", css: str = "") -> SafeString:
    """`size="large"` for navigation and headings."""
    return draw(name, large=size == "large", classes=css)


@register.simple_tag
def level(value: int, size: str = "") -> SafeString:
    """4 Critical, with its shape: `size="big"` in headings."""
    return _level(value, size, get_language())


@functools.cache  # a list of 50 rows shows five of them; `_language` is that of the word
def _level(value: int, size: str, _language: str | None) -> SafeString:
    look = badges.LEVELS[value]
    return format_html(
        '<span class="badge {}{}">{}{} <span class="word">{}</span></span>',
        look.css,
        f" {size}" if size else "",
        draw(look.icon),
        value,
        look.word,
    )


@register.simple_tag
def level_icon(value: int) -> SafeString:
    """The shape of a level alone; its number and word are for screen readers."""
    look = badges.LEVELS[value]
    return format_html('{}<span class="vh">{} {}</span>', draw(look.icon), value, look.word)


@register.simple_tag
def band(value: str, score: int | None = None, size: str = "") -> SafeString:
    """The band of a risk, with its score where it is known."""
    look = badges.BANDS[value]
    return format_html(
        '<span class="badge {}{}">{}{} <span class="word">{}</span></span>',
        look.css,
        f" {size}" if size else "",
        draw(look.icon),
        "" if score is None else score,
        look.word,
    )


@register.simple_tag
def tone(value: str, confidence: float | None = None) -> SafeString:
    look = badges.TONES.get(value)
    if look is None:
        return format_html('<span class="tone neu">{}</span>', _("tone unknown"))
    sure = "" if confidence is None else format_html('<small class="faint"> {}\u00a0%</small>', round(confidence * 100))
    return format_html(
        '<span class="tone {}"><b aria-hidden="true">{}</b>{}{}</span>', look.css, look.icon, look.word, sure
    )


@register.simple_tag
def status(state: str, words: str, size: str = "") -> SafeString:
    """`{% status story.status story.get_status_display %}`."""
    drawing, css = badges.status_look(state)
    classes = " ".join(filter(None, ["pill", css, size]))
    return format_html('<span class="{}">{}{}</span>', classes, draw(drawing), words)


@register.simple_tag
def ago(moment: datetime | None, css: str = "") -> SafeString:
    """3 min, 2 h, 5 d, then the date; the exact time on hover and in print."""
    if moment is None:
        return format_html('<span class="faint">{}</span>', _("never"))
    return format_html(
        '<time datetime="{}" title="{}" data-ago{}>{}</time>',
        moment.isoformat(),
        wording.exact_time(moment),
        format_html(' class="{}"', css) if css else "",
        wording.age(moment, timezone.now()),
    )


@register.simple_tag
def at(moment: datetime | None) -> SafeString:
    """14:05, or 3 Nov. 14:05: when, in the reader's zone."""
    if moment is None:
        return format_html('<span class="faint">{}</span>', _("no time"))
    shown = wording.clock_time(moment, timezone.now())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), wording.exact_time(moment), shown
    )


@register.simple_tag
def clock(moment: datetime | None, warn_seconds: int = WARN_SECONDS) -> SafeString:
    """Time left until a promise, amber when it is near, red with the word when it is late."""
    if moment is None:
        return SafeString("")
    words, css = wording.due(moment, timezone.now(), warn_seconds)
    return format_html(
        '<span class="clock {}">{}<time datetime="{}" title="{}">{}</time></span>',
        css,
        draw("clock"),
        moment.isoformat(),
        wording.exact_time(moment),
        words,
    )


@register.filter
def compact_number(value: float | str | None) -> str:
    """What a template does not find is an empty string: unknown, as None is."""
    return wording.compact_number(None if isinstance(value, str) else value)


@register.filter
def span(seconds: float | None) -> str:
    """A number of seconds as people say it: 2 h 14 min."""
    return _("unknown") if seconds is None else wording.span(seconds)


@register.simple_tag
@functools.lru_cache(256)
def brand_dot(colour: str) -> SafeString:
    """The brand's own colour is a dot beside its name, nothing else; the model keeps it `#rrggbb`."""
    return format_html(
        '<svg class="bd" viewBox="0 0 8 8" aria-hidden="true"><circle cx="4" cy="4" r="4" fill="{}"/></svg>', colour
    )


@register.simple_tag
def brand(row: Any) -> SafeString:  # noqa: ANN401 -- a Brand; this package imports no app
    return format_html('<span class="brand">{}<span class="cut">{}</span></span>', brand_dot(row.colour), row.name)


@register.simple_tag
@functools.lru_cache(256)
def network(name: str) -> SafeString:
    """The drawing of a network, its name for screen readers and on hover."""
    if not name:
        return SafeString("")
    return format_html('<span title="{}">{}<span class="vh">{}</span></span>', name, draw(network_icon(name)), name)


@register.simple_tag(takes_context=True)
def navigation(context: Context, which: str = "places") -> list[Entry]:
    """What this person can go to: `places`, `settings` or `settings_pages`."""
    places = {"places": PLACES, "settings": (SETTINGS,), "settings_pages": SETTINGS_PLACES}[which]
    return entries(
        places,
        org=context["org"],
        role=context["member"].role,
        path=context["request"].path,
        brand=getattr(context.get("current_brand"), "slug", ""),
        counts=context.get("counts") or {},
    )


@register.simple_tag
def browser_words() -> SafeString:
    """What static/js says itself; a block of data, which the policy does not run."""
    return json_script(dict(BROWSER_WORDS), "words")


@register.filter
def initials(name: str) -> str:
    return wording.initials(name)


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Letters of a person, silent: their name stands beside it or in `.vh`. Sizes: none, `md`, `lg`."""
    colour = zlib.crc32(name.encode()) % AVATAR_COLOURS + 1
    return format_html(
        '<span class="av c{}{}" aria-hidden="true"><svg viewBox="0 0 20 20"><text x="10" y="13">{}</text></svg></span>',
        colour,
        f" {size}" if size else "",
        wording.initials(name),
    )


@register.simple_tag
def highlight(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    return wording.highlight(text, spans)


@register.simple_tag
def safe_link(url: str, words: str = "", css: str = "", key: str = "") -> SafeString:
    """A link out of here, only to http and https; anything else stays words. The other side learns nothing of us."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return format_html("<span>{}</span>", words or url)
    return format_html(
        '<a href="{}" rel="noopener noreferrer nofollow" target="_blank" referrerpolicy="no-referrer"{}{}>{}{}'
        '<span class="vh"> {}</span></a>',
        url,
        format_html(' class="{}"', css) if css else "",
        format_html(' data-key="{}" aria-keyshortcuts="{}"', key, key) if key else "",
        words or parts.netloc,
        draw("open", classes="out"),
        _("(opens in a new tab)"),
    )


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """The key that does it too. Silent: the element itself carries `aria-keyshortcuts`."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', keys)


@register.simple_tag(takes_context=True)
def query_url(context: Context, **changes: Any) -> str:  # noqa: ANN401 -- values of a query string
    """This page with other parameters: a value of `None` or "" takes one out; `cursor` goes unless it is given."""
    query = context["request"].GET.copy()
    for name, value in ({"cursor": None} | changes).items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.inclusion_tag("components/field.html", takes_context=True)
def field(context: Context, bound: BoundField, hint: str | None = None, **attrs: Any) -> dict[str, Any]:  # noqa: ANN401 -- HTML attributes
    """Label, hint, error, input, joined for screen readers. `data_x="y"` becomes `data-x="y"` on the input.

    The hint is the field's `help_text` unless it is given; "" takes it away. With `data_draft=key` the words
    are kept while they are typed, and those kept before stand in the field.
    """
    return parts_of(bound, str(bound.help_text) if hint is None else hint, attrs, context.get("drafts"))


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """Above the form, only when the server has refused it; takes the focus."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}
