"""Which script of the demo stream fits a brand."""

from datetime import datetime, timedelta
from typing import Any, Final

from accounts.models import Brand
from mentions.matching.brand_words import Matcher
from mentions.sources.demo.script import BRANDS
from mentions.sources.demo.words import DemoBrand

FIRE_AFTER: Final = timedelta(seconds=60)


def demo_settings(brand: Brand, now: datetime) -> dict[str, Any]:
    """The script that speaks of this brand most, else the first; a story of it catches fire in a minute."""
    script = BRANDS.get(brand.slug) or max(BRANDS.values(), key=lambda script: _named(brand, script))
    return {"slug": script.slug, "fire_at": (now + FIRE_AFTER).isoformat()}


def _named(brand: Brand, script: DemoBrand) -> int:
    matcher = Matcher.for_brands([brand])
    return sum(bool(matcher.match(sentence)) for kind in script.everyday.values() for sentence in kind)
