"""One icon, one meaning. Icons are drawn into the page: no request, and they take the colour of the text."""

import functools
import re
import zipfile
from importlib import resources
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Our meaning -> the drawing in Lucide. Names of Lucide change between releases; a test checks each.
ICONS: Final[dict[str, str]] = {
    # places
    "overview": "gauge",
    "queue": "inbox",
    "incidents": "flame",
    "approvals": "clipboard-check",
    "risks": "shield-alert",
    "templates": "message-square",
    "settings": "settings",
    "person": "user",
    "people": "users",
    "brands": "tags",
    "sources": "rss",
    "categories": "folder-tree",
    "audit": "scroll-text",
    "playbook": "list-checks",
    # levels, by number
    "level-0": "circle",
    "level-1": "circle-dot",
    "level-2": "triangle-alert",
    "level-3": "diamond",
    "level-4": "octagon-alert",
    # verdicts
    "noise": "volume-x",
    "no_action": "check",
    "watch": "eye",
    "reply": "reply",
    "incident": "flame",
    # kinds of sources
    "feed": "rss",
    "webhook": "webhook",
    "file": "file-up",
    "email": "mail",
    "mastodon": "hash",
    "bluesky": "cloud",
    "vk": "users",
    "telegram": "send",
    "youtube": "circle-play",
    "hacker_news": "message-circle",
    "gdelt": "newspaper",
    # things of a story and of an incident
    "mentions": "layers",
    "reach": "eye",
    "author": "user",
    "clock": "clock",
    "calendar": "calendar",
    "risk": "shield-alert",
    "response": "send",
    "update": "megaphone",
    "note": "pencil",
    "status": "route",
    "level": "signal",
    "role": "user-check",
    "story": "layers",
    "task": "list-checks",
    "opened": "flame",
    "post_mortem": "file-text",
    # deeds
    "add": "plus",
    "edit": "pencil",
    "delete": "trash-2",
    "archive": "archive",
    "undo": "undo-2",
    "search": "search",
    "filter": "list-filter",
    "sort": "arrow-down-up",
    "copy": "copy",
    "open": "external-link",
    "import": "upload",
    "export": "download",
    "print": "printer",
    "send": "send",
    "test": "flask-conical",
    "pause": "pause",
    "resume": "play",
    "sign-out": "log-out",
    "close": "x",
    "more": "ellipsis",
    "menu": "menu",
    "back": "chevron-left",
    "next": "chevron-right",
    "down": "chevron-down",
    "up": "chevron-up",
    "go": "arrow-right",
    "switch": "chevrons-up-down",
    "context": "panel-right",
    "theme": "sun-moon",
    "keys": "keyboard",
    "language": "languages",
    # how things stand
    "ok": "circle-check",
    "warn": "circle-alert",
    "bad": "circle-x",
    "info": "info",
    "paused": "circle-pause",
    "waiting": "circle-dashed",
    "step": "circle",
    "current": "circle-dot",
    "lock": "lock",
    "key": "key-round",
    "activity": "activity",
    "camera": "camera",
    "image": "image",
    "newspaper": "newspaper",
    "mail": "mail",
    "star": "star",
    "bell": "bell",
    "demo": "flask-conical",
}

# Where a mention was seen; a network that is not named here is a conversation.
NETWORKS: Final[dict[str, str]] = {
    "x": "megaphone",
    "twitter": "megaphone",
    "bluesky": "megaphone",
    "mastodon": "megaphone",
    "threads": "megaphone",
    "microblog": "megaphone",
    "photo": "camera",
    "instagram": "camera",
    "video": "video",
    "tiktok": "video",
    "youtube": "video",
    "telegram": "send",
    "news": "newspaper",
    "rss": "newspaper",
    "feed": "newspaper",
    "blog": "newspaper",
    "web": "newspaper",
    "email": "mail",
    "mail": "mail",
    "reviews": "star",
    "review": "star",
}


def network_icon(network: str) -> str:
    return NETWORKS.get(network.casefold(), "message-circle")


@functools.cache
def _drawing(name: str) -> str:
    """The shapes inside Lucide's `<svg>`; trusted, they come with the package."""
    archive = resources.files("lucide").joinpath("lucide.zip")
    with archive.open("rb") as stream, zipfile.ZipFile(stream) as icons:
        svg = icons.read(f"{name}.svg").decode()
    shapes = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>\s*$", "", svg)
    return re.sub(r"\s*\n\s*", "", shapes).replace(" />", "/>")


@functools.cache  # a list of 50 rows draws a few of them 400 times
def icon(name: str, *, large: bool = False, classes: str = "") -> SafeString:
    """`name` is ours, else Lucide's own. Hidden from screen readers: the word beside it says what it means."""
    classes = " ".join(filter(None, ["i", "i18" if large else "", classes]))
    drawing = mark_safe(_drawing(ICONS.get(name, name)))  # noqa: S308 -- from the installed package, not from people
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', classes, drawing)
