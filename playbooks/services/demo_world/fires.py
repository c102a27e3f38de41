"""One story of one brand catches fire: the next brand's next one, and never two within a quarter of an hour."""

from datetime import datetime, timedelta
from typing import Final

from crisisdesk.tenancy import organization_scope
from mentions.enums import SourceKind
from mentions.models import Source
from mentions.sources.demo.script import BRANDS
from mentions.sources.demo.stream import fire_moment
from playbooks.services.demo_world.agency import Desk

QUIET: Final = timedelta(minutes=15)


def light_next_fire(desk: Desk, now: datetime, wait: timedelta) -> datetime | None:
    """When it begins, or None while the last one still burns. `fires` counts those of a brand so far."""
    with organization_scope(desk.id):
        rows = Source.objects.select_for_update().filter(kind=SourceKind.DEMO, settings__slug__in=list(BRANDS))
        sources = sorted(rows, key=lambda row: (_lit(row), list(BRANDS).index(row.settings["slug"])))
        lit = [datetime.fromisoformat(row.settings["fire_at"]) for row in sources if row.settings.get("fire_at")]
        if not sources or any(at > now - QUIET for at in lit):
            return None
        source = sources[0]
        at = fire_moment(source.settings["slug"], now + wait, _lit(source))
        settings = source.settings | {"fire_at": at.isoformat(), "fires": _lit(source) + 1}
        Source.objects.filter(pk=source.pk).update(settings=settings)
        return at


def _lit(source: Source) -> int:
    return int(source.settings.get("fires", 0))
