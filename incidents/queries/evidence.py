"""The mentions of an incident's stories, newest first."""

from dataclasses import dataclass
from typing import Final

from crisisdesk.web.pagination import keyset_page
from incidents.models import Incident
from incidents.queries.headlines import Spans, brand_spans
from mentions.models import Match, Mention

SIZE: Final = 25


@dataclass(frozen=True)
class Post:
    """`spans` are the words that speak of the brand."""

    mention: Mention
    spans: Spans


@dataclass(frozen=True)
class Evidence:
    posts: list[Post]
    next_cursor: str
    previous_cursor: str


def evidence_of(incident: Incident, cursor: str) -> Evidence:
    """One query."""
    rows = Match.objects.filter(story__incident_links__incident=incident).select_related("mention")
    page = keyset_page(rows, order=("-mention__published_at", "-pk"), cursor=cursor, size=SIZE)
    posts = [Post(match.mention, brand_spans(incident.brand, match.mention.text)) for match in page.rows]
    return Evidence(posts, page.next_cursor, page.previous_cursor)
