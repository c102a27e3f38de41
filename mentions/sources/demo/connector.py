"""The demo stream as a source: `slug` of the script, and `fire_at` when one of its stories is to catch fire."""

from datetime import datetime, timedelta
from typing import Final

from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.demo.stream import FIRE_ENDS, items_between

POLL: Final = timedelta(seconds=20)
POLL_IN_A_FIRE: Final = timedelta(seconds=5)
PAST: Final = timedelta(hours=6)  # what was said before the first visit


class DemoConnector:
    pace = Pace(usual=POLL, soonest=POLL_IN_A_FIRE)

    def fetch(self, asking: Asking) -> Page:
        since = datetime.fromisoformat(asking.cursor.get("until") or (asking.now - PAST).isoformat())
        fire = asking.settings.get("fire_at")
        fire_at = datetime.fromisoformat(fire) if fire else None
        items = items_between(asking.settings["slug"], since, asking.now, fire_at=fire_at)
        burns = fire_at is not None and fire_at - POLL <= asking.now < fire_at + FIRE_ENDS
        return Page(items, {"until": asking.now.isoformat()}, POLL_IN_A_FIRE if burns else POLL)
