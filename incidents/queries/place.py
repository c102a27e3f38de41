"""Where a person stands in the queue: the view of the list, the part of it, and whose page it is.

It stands in the address of a page, and a form carries it along as `back`, so that every deed leads back there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from incidents.queries.queue_filter import QueueFilter
from mentions.models import Story

LONGEST: Final = 2_000
STORY: Final = "story"


@dataclass(frozen=True)
class Place:
    org: str
    wanted: QueueFilter
    cursor: str = ""
    at_story: bool = False  # the story has the page for itself; on a phone it always has

    @classmethod
    def read(cls, org: str, params: Mapping[str, str]) -> "Place":
        """From an address, or from a form or a dialog that carries one along."""
        values = dict(parse_qsl(params["back"][:LONGEST])) if "back" in params else params
        at_story = params.get("at") == STORY
        return cls(org, QueueFilter.read(values), values.get("cursor", "").replace("\0", ""), at_story)

    def of_story(self) -> "Place":
        return replace(self, at_story=True)

    @cached_property  # the rows of a list ask for these a hundred times
    def back(self) -> str:
        return self.wanted.query(cursor=self.cursor)

    @cached_property
    def list_query(self) -> str:
        """For a link to another story of the same list."""
        return f"?{self.back}" if self.back else ""

    @cached_property
    def swap_query(self) -> str:
        """The same for a story that comes into this page."""
        query = self.wanted.query(cursor=self.cursor, at=STORY if self.at_story else "")
        return f"?{query}" if query else ""

    @property
    def dialog_query(self) -> str:
        return "?" + urlencode({"back": self.back, "at": STORY if self.at_story else ""})

    def address(self, story: Story | None = None) -> str:
        """The page on which this story is read from here; without a story the list."""
        if story and self.at_story:
            return reverse("incidents:story", args=[self.org, story.pk]) + self.list_query
        query = self.wanted.query(cursor=self.cursor, sel=str(story.pk) if story else "")
        return reverse("incidents:queue", args=[self.org]) + (f"?{query}" if query else "")
