"""The mentions of an incident's stories, newest first."""

from typing import Final

from crisisdesk.web.pagination import Page, keyset_page
from incidents.models import Incident
from mentions.models import Match

SIZE: Final = 50


def mentions_of(incident: Incident, cursor: str) -> Page[Match]:
    rows = Match.objects.filter(story__incident_links__incident=incident).select_related("mention", "story")
    return keyset_page(rows, order=("-mention__published_at", "-pk"), cursor=cursor, size=SIZE)
