"""Whom a source asks, and how many questions at once are polite there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from mentions.enums import SourceKind

OF_AN_INTERFACE: Final = 4  # made to be asked by programs
OF_A_SITE: Final = 1
NAME_LIMIT: Final = 253  # what DNS allows


@dataclass(frozen=True)
class Host:
    """`name` is empty where nobody outside is asked."""

    name: str
    at_once: int


def host_of(kind: str, known: Mapping[str, Any]) -> Host:
    """`known`: the settings of the source."""
    everywhere = {
        SourceKind.HACKER_NEWS: settings.HACKER_NEWS_API,
        SourceKind.GDELT: settings.GDELT_API,
        SourceKind.VK: settings.VK_API,
        SourceKind.YOUTUBE: settings.YOUTUBE_API,
        SourceKind.TELEGRAM: settings.TELEGRAM_API,
    }
    address = everywhere.get(SourceKind(kind)) or known.get("url") or known.get("server") or ""
    name = known.get("host") or urlsplit(address).hostname or ""
    # World news asks for six seconds between two questions: of whomever they are.
    is_site = kind in {SourceKind.FEED, SourceKind.GDELT}
    return Host(name.lower()[:NAME_LIMIT], OF_A_SITE if is_site else OF_AN_INTERFACE)
