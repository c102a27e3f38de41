"""What every connector gives: one public item, cleaned, and the identity that all roads to it share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mentions.cleaning import NAME_LIMIT, URL_LIMIT, clean_line, clean_text
from mentions.enums import Precision
from mentions.sources.identity import identity_of, is_ruined


@dataclass(frozen=True)
class Item:
    """Unknown is None or empty, never 0. `published_at` is aware, in UTC."""

    text: str = ""
    title: str = ""
    url: str = ""
    network: str = ""
    kind: str = "post"
    external_id: str = ""
    author_name: str = ""
    author_handle: str = ""
    author_url: str = ""
    followers: int | None = None
    reach: int | None = None
    location: str = ""
    language: str = ""
    published_at: datetime | None = None
    precision: str = Precision.EXACT
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Title and text as one, for reading; what only repeats the other is left out."""
        if not self.title or _opens(self.title, self.text):
            return self.text or self.title
        if not self.text or _opens(self.text, self.title):
            return self.title
        return f"{self.title}\n{self.text}"

    @cached_property
    def identity(self) -> bytes:
        """32 bytes, the same for the same item whichever way it came."""
        return identity_of(
            url=self.url,
            network=self.network,
            external_id=self.external_id,
            author=self.author_handle or self.author_name,
            at=self.published_at,
            words=self.words,
        )


def make_item(**fields: object) -> Item:
    """An Item from raw values: every text cleaned and capped, times in UTC, ruined ids dropped."""
    capped: dict[str, Callable[[object], str]] = {
        "text": clean_text,
        "title": clean_line,
        "url": _clean_url,
        "author_url": _clean_url,
    }
    short = {"network": 40, "kind": 12, "language": 8}
    values: dict[str, object] = {}
    for name, value in fields.items():
        if name in capped:
            values[name] = capped[name](value)
        elif name in {"followers", "reach", "published_at", "precision", "extra"}:
            values[name] = value
        else:
            values[name] = clean_line(value, short.get(name, NAME_LIMIT))
    if is_ruined(str(values.get("external_id", ""))):
        values["external_id"] = ""
    return Item(**values)  # type: ignore[arg-type]  # the names are checked by Item itself


def _clean_url(value: object) -> str:
    """Only http and https: a link of another kind is never shown as one."""
    url = clean_line(value, URL_LIMIT)
    return url if url.lower().startswith(("http://", "https://")) else ""


def _opens(part: str, whole: str) -> bool:
    """Networks give the beginning of a text as its title, cut and on one line."""
    return bool(whole) and " ".join(whole.split()).startswith(part.rstrip("…. ").replace("\n", " "))
