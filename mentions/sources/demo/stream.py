"""The demo stream: a pure function of the clock. The same minute always brings the same mentions."""

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from mentions.sources.demo.script import (
    AUTHORS,
    BRANDS,
    MOMENTS,
    MOMENTS_RU,
    NETWORKS,
    PLACES,
    PLACES_RU,
    REPOST,
    DemoBrand,
    Fire,
)
from mentions.sources.item import Item

SLOT: Final = timedelta(seconds=60)
EVERYDAY_AN_HOUR: Final = 8
FIRE_STEP: Final = timedelta(seconds=5)
FIRE_DOUBLES: Final = timedelta(seconds=40)
FIRE_PEAK: Final = 6.0  # mentions in five seconds
FIRE_BURNS: Final = timedelta(minutes=12)
FIRE_HALVES: Final = timedelta(minutes=6)
FIRE_ENDS: Final = timedelta(minutes=45)


def items_between(slug: str, since: datetime, until: datetime, *, fire_at: datetime | None = None) -> list[Item]:
    """What appears in `[since, until)`, oldest first. Raises KeyError for a brand that the script does not know."""
    brand = BRANDS[slug]
    items = [*_everyday(brand, since, until)]
    if fire_at:
        items += _fire(brand, fire_at, since, until)
    return sorted(items, key=lambda item: (item.published_at or since, item.external_id))


def _everyday(brand: DemoBrand, since: datetime, until: datetime) -> Iterator[Item]:
    for slot in range(_slot(since), _slot(until) + 1):
        chance = random.Random(f"{brand.slug}/{slot}")  # noqa: S311 -- a script, not a secret
        at = datetime.fromtimestamp((slot + chance.random()) * SLOT.total_seconds(), UTC)
        if since <= at < until and chance.random() < _likelihood(at):
            yield _said(brand, chance, chance.choice(brand.everyday), at, f"{slot}")


def _slot(at: datetime) -> int:
    return int(at.timestamp() // SLOT.total_seconds())


def _likelihood(at: datetime) -> float:
    """People sleep: a third of the average before dawn, half as much again in the evening."""
    share = EVERYDAY_AN_HOUR * SLOT.total_seconds() / 3600
    return share * (1 + 0.6 * math.sin((at.hour - 11) / 24 * 2 * math.pi))


def _fire(brand: DemoBrand, fire_at: datetime, since: datetime, until: datetime) -> Iterator[Item]:
    fire = brand.fires[int(fire_at.timestamp()) % len(brand.fires)]
    name = f"fire-{fire_at:%Y%m%d%H%M%S}"
    if since <= fire_at < until:
        yield _opening(brand, fire, fire_at, name)
    step = max(1, int((since - fire_at) / FIRE_STEP))
    while (at := fire_at + step * FIRE_STEP) < min(until, fire_at + FIRE_ENDS):
        chance = random.Random(f"{brand.slug}/{name}/{step}")  # noqa: S311 -- a script, not a secret
        count = int(_heat(at - fire_at) + chance.random()) if at >= since else 0
        for number in range(count):
            yield _said(brand, chance, _fire_words(fire, chance), at, f"{name}-{step}-{number}")
        step += 1


def _opening(brand: DemoBrand, fire: Fire, at: datetime, name: str) -> Item:
    author, handle, followers = fire.opening_author
    return Item(
        network=fire.network,
        external_id=f"demo-{brand.slug}-{name}",
        text=fire.opening,
        author_name=author,
        author_handle=handle,
        followers=followers,
        published_at=at,
    )


def _heat(age: timedelta) -> float:
    """Mentions in a step: doubles until its peak, burns, then halves again and again."""
    if age < FIRE_BURNS:
        return min(FIRE_PEAK, 0.5 * math.exp2(age / FIRE_DOUBLES))
    return FIRE_PEAK * math.exp2(-((age - FIRE_BURNS) / FIRE_HALVES))


def _fire_words(fire: Fire, chance: random.Random) -> str:
    if chance.random() < 0.7:  # noqa: PLR2004 -- most people pass the first post on
        return chance.choice(REPOST).format(text=chance.choice(fire.repeats))
    return chance.choice(fire.voices)


def _said(brand: DemoBrand, chance: random.Random, words: str, at: datetime, name: str) -> Item:
    russian = any("а" <= letter <= "я" for letter in words.lower())
    place = chance.choice(PLACES_RU if russian else PLACES)
    moment = chance.choice(MOMENTS_RU if russian else MOMENTS)
    handle = chance.choice(AUTHORS)
    return Item(
        network=chance.choice(NETWORKS),
        external_id=f"demo-{brand.slug}-{name}",
        text=words.format(place=place, moment=moment),
        author_name=handle.strip("@"),
        author_handle=handle,
        followers=int(chance.paretovariate(1.1) * 90),
        published_at=at,
    )
