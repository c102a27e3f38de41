"""What is there afterwards, counted from the rows themselves and compared with every sum that is kept."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState
from mentions.models import Match, Mention, Sighting, Story, VolumeBucket, WebhookDelivery
from mentions.services.volume import bucket_start


def unfinished(organization_id: int) -> int:
    with organization_scope(organization_id):
        return WebhookDelivery.objects.exclude(state__in=[WorkState.DONE, WorkState.PARKED]).count()


def balance(organization_id: int, expected: Collection[str], sent: int) -> dict[str, int]:
    """Every figure but the first two must be 0."""
    with organization_scope(organization_id):
        ids = Counter(Mention.objects.values_list("external_id", flat=True))
        deliveries = WebhookDelivery.objects.all()
        return {
            "mentions": ids.total(),
            "stories": Story.objects.count(),
            "lost": len(set(expected) - ids.keys()),
            "doubled": sum(count - 1 for count in ids.values()),
            "invented": len(ids.keys() - set(expected)),
            "deliveries_lost": sent - deliveries.count(),
            "deliveries_parked": deliveries.filter(state=WorkState.PARKED).count(),
            "deliveries_wrong": abs(sum(deliveries.values_list("added", flat=True)) - ids.total()),
            "sightings_wrong": abs(Sighting.objects.count() - ids.total()),
            "matches_wrong": abs(Match.objects.count() - ids.total()),
            "stories_wrong": _wrong_stories(),
            "buckets_wrong": _wrong_buckets(),
        }


def _wrong_stories() -> int:
    people = Count("matches__mention__author_handle", distinct=True)
    stories = Story.objects.annotate(counted=Count("matches"), people=people)
    return sum(
        (story.mentions_count, story.authors_count) != (story.counted, story.people) for story in stories.iterator()
    )


def _wrong_buckets() -> int:
    moments = Match.objects.values_list("brand_id", "mention__published_at", "mention__tone")
    mentions, negative = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    for brand_id, published_at, tone in moments.iterator():
        key = (brand_id, bucket_start(published_at))
        mentions[key] += 1
        negative[key] += tone == "negative"
    kept = {(row.brand_id, row.start): (row.mentions, row.negative) for row in VolumeBucket.objects.all()}
    return sum(kept.get(key) != (mentions[key], negative[key]) for key in mentions.keys() | kept.keys())
