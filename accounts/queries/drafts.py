"""The kept words of one person, for the fields of the page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from accounts.models import Draft, Membership

NEWEST: Final = 200  # of one person; older ones stay in the table and are kept again when they are typed again


@dataclass
class Drafts:
    """Asks once, when the first field wants to know; a page without such a field never asks."""

    member: Membership
    url: str

    @cached_property
    def _kept(self) -> dict[str, Draft]:
        rows = Draft.objects.filter(member=self.member).order_by("-updated_at")[:NEWEST]
        return {draft.key: draft for draft in rows}

    def get(self, key: str) -> Draft | None:
        return self._kept.get(key)
