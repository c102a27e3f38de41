"""New mentions into the stories of the brands they concern, and the sums that a queue shows.

Runs inside `ingest`, which holds the organization's lock: nobody else makes the same story meanwhile.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from django.db.models import F
from django.utils import timezone

from accounts.models import Brand
from mentions.enums import StoryStatus
from mentions.matching.brand_words import Matcher
from mentions.models import Match, Mention, Source, Story
from mentions.queries.levels import measured_levels
from mentions.services.growth import grow
from mentions.services.promises import due_by, due_from
from mentions.services.story_book import Newcomer, StoryBook
from mentions.services.understanding import Understood
from mentions.services.volume import count_volume
from mentions.sources.item import Item

COMES_BACK_FROM: Final = (StoryStatus.NOISE, StoryStatus.NO_ACTION, StoryStatus.WATCHING)
COMES_BACK_SIZE: Final = 5  # one answer to a lonely comment is no growth


def group_into_stories(source: Source, items: Sequence[tuple[int, Understood]]) -> set[int]:
    """Ids of the stories that grew or began."""
    newcomers = _newcomers(source, items)
    grown: set[int] = set()
    for brand_id, group in _by_brand(newcomers).items():
        stories = StoryBook(source.organization_id, brand_id).place(group)
        _grow(source.organization_id, stories)
        count_volume(source.organization_id, brand_id, [each.mention for each in group])
        grown |= stories.keys()
    _bring_back(grown)
    _raise_levels(source.organization_id, grown)
    return grown


def concerning(source: Source, items: Sequence[Item]) -> list[Item]:
    """What a source that is only searched for our brands' words brings: the rest of it concerns nobody here."""
    if not source.settings.get("only_matching"):
        return list(items)
    matcher = Matcher.for_brands(Brand.objects.active().order_by("pk"))
    return [item for item in items if matcher.match(item.words)]


def _newcomers(source: Source, items: Sequence[tuple[int, Understood]]) -> list[Newcomer]:
    matcher = Matcher.for_brands(Brand.objects.active().order_by("pk"))
    understood = dict(items)
    wanted = {
        (mention_id, brand_id): words
        for mention_id, each in items
        for brand_id, words in _brands_of(source, each, matcher).items()
    }
    placed = set(Match.objects.filter(mention_id__in=understood).values_list("mention_id", "brand_id"))
    missing = [key for key in wanted if key not in placed]
    mentions = Mention.objects.in_bulk({mention_id for mention_id, _ in missing})
    newcomers = [Newcomer(mentions[pk], brand, wanted[pk, brand], understood[pk]) for pk, brand in missing]
    return sorted(newcomers, key=lambda each: (each.mention.published_at, each.mention.pk))


def _brands_of(source: Source, each: Understood, matcher: Matcher) -> dict[int, list[str]]:
    """Brands whose words occur; the source's own brand always, unless the source is only searched for its words."""
    found: dict[int, list[str]] = defaultdict(list)
    for hit in matcher.match(each.item.words):
        if hit.word not in found[hit.brand_id]:
            found[hit.brand_id].append(hit.word)
    if not source.settings.get("only_matching"):
        found.setdefault(source.brand_id, [])
    return found


def _by_brand(newcomers: Iterable[Newcomer]) -> dict[int, list[Newcomer]]:
    groups: dict[int, list[Newcomer]] = defaultdict(list)
    for each in newcomers:
        groups[each.brand_id].append(each)
    return groups


def _grow(organization_id: int, stories: Mapping[int, list[Newcomer]]) -> None:
    """Add the newcomers' matches and sums to their stories."""
    mentions = {story_id: [each.mention for each in group] for story_id, group in stories.items()}
    grow(organization_id, mentions, _new_authors(stories))
    Match.objects.bulk_create(
        Match(
            organization_id=organization_id,
            mention=each.mention,
            brand_id=each.brand_id,
            story_id=story_id,
            words=each.words,
        )
        for story_id, group in stories.items()
        for each in group
    )


def _new_authors(stories: Mapping[int, list[Newcomer]]) -> Counter[int]:
    """How many people a story hears from for the first time. Must run before the matches are written."""
    speaking = {(story_id, each.mention.author_handle) for story_id, group in stories.items() for each in group}
    handles = {handle for _, handle in speaking if handle}
    heard = set(
        Match.objects.filter(story_id__in=stories, mention__author_handle__in=handles)
        .values_list("story_id", "mention__author_handle")
        .distinct()
    )
    return Counter(story_id for story_id, handle in speaking - heard if handle)


def _bring_back(story_ids: Collection[int]) -> None:
    """A story that doubled since its verdict waits again, with a clock of its own."""
    now = timezone.now()
    grown = Story.objects.filter(pk__in=story_ids, status__in=COMES_BACK_FROM, mentions_count__gte=COMES_BACK_SIZE)
    grown.filter(mentions_count__gte=2 * F("decided_count")).update(
        status=StoryStatus.OPEN, decided_count=None, waiting_since=now, due_at=due_from(now)
    )


def _raise_levels(organization_id: int, story_ids: Collection[int]) -> None:
    """Up only: down is a person's decision, with a reason, and it holds until the story has doubled since."""
    now, readings = timezone.now(), measured_levels(organization_id, story_ids)
    for story_id in readings.keys() - _lowered_by_people(readings):
        reading = readings[story_id]
        Story.objects.filter(pk=story_id, level__lt=reading.level).update(
            level=reading.level, level_reasons=reading.reasons, due_at=due_by(now, reading.level)
        )


def _lowered_by_people(story_ids: Collection[int]) -> set[int]:
    lowered = Story.objects.filter(pk__in=story_ids, level_reasons__0__criterion="lowered")
    sizes = lowered.values_list("pk", "mentions_count", "level_reasons")
    return {pk for pk, size, reasons in sizes if size < 2 * reasons[0]["mentions"]}
