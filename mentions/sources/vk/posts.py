"""What VK calls a post, and who said it: people have positive numbers, communities negative ones."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from mentions.sources.item import Item, make_item

# `[id1|Pavel]`, `[club5|Our club]`, `[https://example.com|here]`: only what a reader sees.
LINKED: Final = re.compile(r"\[(?:(?:id|club|public|event)\d+[^|\]\n]*|https?://[^|\]\s]+|@[^|\]\s]+)\|([^\]\n]+)\]")
SITE: Final = "https://vk.com"


@dataclass(frozen=True)
class Voice:
    """`followers` is None where VK did not tell."""

    name: str
    handle: str
    followers: int | None


def voices_of(profiles: object, groups: object) -> dict[int, Voice]:
    """By the number that posts carry."""
    people = {row["id"]: _voice(row, "followers_count") for row in _rows(profiles)}
    return people | {-row["id"]: _voice(row, "members_count") for row in _rows(groups)}


def _rows(rows: object) -> list[dict[str, Any]]:
    found = rows if isinstance(rows, list) else []
    return [row for row in found if isinstance(row, dict) and isinstance(row.get("id"), int)]


def _voice(row: dict[str, Any], followers: str) -> Voice:
    name = row.get("name") or f"{row.get('first_name') or ''} {row.get('last_name') or ''}"
    count = row.get(followers)
    return Voice(str(name), str(row.get("screen_name") or ""), count if isinstance(count, int) and count >= 0 else None)


def item_of(post: dict[str, Any], voices: Mapping[int, Voice]) -> Item:
    """A comment under a post is found by the search too; it has the post's number beside its own."""
    owner, number, above = post["owner_id"], post["id"], post.get("post_id")
    author = post.get("from_id") or owner
    voice = voices.get(author, Voice("", "", None))
    is_comment = post.get("post_type") == "reply" and isinstance(above, int)
    place = f"wall{owner}_{above}?reply={number}" if is_comment else f"wall{owner}_{number}"
    account = f"club{-author}" if author < 0 else f"id{author}"
    return make_item(
        network="VK",
        kind="comment" if is_comment else "post",
        external_id=f"{owner}_{number}",
        url=f"{SITE}/{place}",
        text=text_of(post.get("text")),
        author_name=voice.name,
        author_handle=voice.handle or account,
        author_url=f"{SITE}/{voice.handle or account}",
        followers=voice.followers,
        reach=_views(post.get("views")),
        published_at=datetime.fromtimestamp(post["date"], UTC),
    )


def text_of(raw: object) -> str:
    """Marked links by their words, and `&#127183;` as the sign that it stands for."""
    return LINKED.sub(r"\1", html.unescape(str(raw or "")))


def _views(views: object) -> int | None:
    count = views.get("count") if isinstance(views, dict) else None
    return count if isinstance(count, int) and count >= 0 else None
