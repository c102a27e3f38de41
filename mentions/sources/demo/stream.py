"""The demo stream: a pure function of the clock. The same minute always brings the same mentions."""

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from mentions.sources.demo.frames import COMPLAINT, ENGLISH, FRAMES, NEWS, PRAISE, QUESTION, RUSSIAN
from mentions.sources.demo.script import BRANDS
from mentions.sources.demo.words import (
    AUTHORS,
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
EVERYDAY_AN_HOUR: Final = 5
KINDS: Final = {PRAISE: 27, COMPLAINT: 30, QUESTION: 33, NEWS: 10}  # in a hundred
ENDS: Final = (".", "!", "?")
MOST_FOLLOWERS: Final = 40_000  # a voice that is bigger has a name in the script
FIRE_STEP: Final = timedelta(seconds=5)
FIRE_DOUBLES: Final = timedelta(seconds=40)
FIRE_PEAK: Final = 6.0  # mentions in five seconds
FIRE_BURNS: Final = timedelta(minutes=12)
FIRE_HALVES: Final = timedelta(minutes=6)
FIRE_ENDS: Final = timedelta(minutes=45)


def items_between(
    slug: str, since: datetime, until: datetime, *, fire_at: datetime | None = None, terse: bool = False
) -> list[Item]:
    """What appears in `[since, until)`, oldest first. Raises KeyError for a brand that the script does not know.

    `terse`: about one matter everybody says the same, so that weeks of history hold few different sentences.
    """
    brand = BRANDS[slug]
    items = [*_everyday(brand, since, until, terse=terse)]
    if fire_at:
        items += _fire(brand, fire_at, since, until)
    return sorted(items, key=lambda item: (item.published_at or since, item.external_id))


def fire_moment(slug: str, not_before: datetime, number: int) -> datetime:
    """The first second from then on at which the brand's fire of this number can be lit."""
    fires = len(BRANDS[slug].fires)
    second = math.ceil(not_before.timestamp())
    return datetime.fromtimestamp(second + (number - second) % fires, UTC)


def _everyday(brand: DemoBrand, since: datetime, until: datetime, *, terse: bool) -> Iterator[Item]:
    for slot in range(_slot(since), _slot(until) + 1):
        chance = random.Random(f"{brand.slug}/{slot}")  # noqa: S311 -- a script, not a secret
        at = datetime.fromtimestamp((slot + chance.random()) * SLOT.total_seconds(), UTC)
        if since <= at < until and chance.random() < _likelihood(at):
            yield _said(brand, chance, _everyday_words(brand, chance, terse=terse), at, f"{slot}")


def _everyday_words(brand: DemoBrand, chance: random.Random, *, terse: bool) -> str:
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    matter = chance.choice(brand.everyday[kind])
    openers, closers = FRAMES[kind, RUSSIAN if _is_russian(matter) else ENGLISH]
    frame = random.Random(matter) if terse else chance  # noqa: S311 -- a script, not a secret
    opener, closer = frame.choice(openers), frame.choice(closers)
    if opener.endswith(ENDS):
        matter = matter[:1].upper() + matter[1:]
    return _placed(f"{opener} {matter}{'' if matter.endswith(ENDS) else '.'} {closer}".strip(), frame)


def _placed(words: str, chance: random.Random) -> str:
    """In a place and at a moment, where the script leaves room for them."""
    russian = _is_russian(words)
    place = chance.choice(PLACES_RU if russian else PLACES)
    return words.format(place=place, moment=chance.choice(MOMENTS_RU if russian else MOMENTS))


def _is_russian(words: str) -> bool:
    return any("а" <= letter <= "я" for letter in words.lower())


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
        return _placed(chance.choice(REPOST).format(text=chance.choice(fire.repeats)), chance)
    return _placed(chance.choice(fire.voices), chance)


def _said(brand: DemoBrand, chance: random.Random, words: str, at: datetime, name: str) -> Item:
    handle = chance.choice(AUTHORS)
    return Item(
        network=chance.choice(NETWORKS),
        external_id=f"demo-{brand.slug}-{name}",
        text=words,
        author_name=handle.strip("@"),
        author_handle=handle,
        followers=min(MOST_FOLLOWERS, int(chance.paretovariate(1.1) * 90)),
        published_at=at,
    )
