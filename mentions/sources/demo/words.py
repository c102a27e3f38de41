"""How the script of the demo stream is written: brands, what people say every day, and fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fire:
    """The words of one crisis: the first post, those who pass it on, and those who join in."""

    opening: str
    opening_author: tuple[str, str, int]
    network: str
    repeats: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True)
class DemoBrand:
    slug: str
    name: str
    colour: str
    words: tuple[str, ...]
    handles: tuple[str, ...]
    everyday: Mapping[str, tuple[str, ...]]  # by kind, as in `frames`
    fires: tuple[Fire, ...]


PLACES: Final = ("on Pushkin Street", "by the river station", "in the north wing", "at the airport", "in the old town")
PLACES_RU: Final = ("на Пушкинской", "у речного вокзала", "в северном крыле", "в аэропорту", "в старом городе")
MOMENTS: Final = ("this morning", "yesterday", "last night", "an hour ago", "on Sunday", "twice this week")
MOMENTS_RU: Final = ("утром", "вчера", "вчера вечером", "час назад", "в воскресенье", "дважды за неделю")
REPOST: Final = (
    "{text}",
    "RT: {text}",
    "{text} Unbelievable.",
    "Please share: {text}",
    "{text} #boycott",
    "{text} Кто следующий?",
    "Перешлите всем: {text}",
)
AUTHORS: Final = tuple(
    f"@{first}{last}"
    for first in ("anna", "oleg", "mira", "dan", "tess", "yana", "ira", "lev", "nina", "paul", "vera", "igor", "zoe")
    for last in (".k", "_p", "88", ".travel", "_m", "21", ".reads", "_v", ".live", "_one")
)
NETWORKS: Final = ("microblog", "photo", "reviews", "forum", "video")
