"""From items to mentions, stories, volume and levels, on the real database."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Brand
from mentions.classification.signature import BANDS
from mentions.enums import Level, SourceKind, StoryStatus
from mentions.models import Match, Mention, Sighting, Story, StoryBand, VolumeBucket
from mentions.services import understanding
from mentions.services.ingest import IngestReport, ingest
from mentions.services.understanding import understand
from mentions.sources.item import Item, make_item
from tests.factories import NOON, Tenant, make_brand, make_source

pytestmark = pytest.mark.usefixtures("inside")


def said(text: str, *, author: str = "@anna", minute: int = 0, **fields: object) -> Item:
    return make_item(
        text=text, author_handle=author, network="x", published_at=NOON + timedelta(minutes=minute), **fields
    )


def bring(brand: Brand, *items: Item, kind: str = SourceKind.WEBHOOK, **settings: object) -> IngestReport:
    source = make_source(brand, kind, settings=settings)
    return ingest(source=source, understood=understand(brand.organization_id, items))


def test_the_same_item_over_three_roads_is_one_mention_with_three_sightings(tenant: Tenant) -> None:
    item = said("My bag is gone")

    reports = [bring(tenant.brand, item, kind=kind) for kind in ("feed", "webhook", "file")]

    assert [(report.added, report.known) for report in reports] == [(1, 0), (0, 1), (0, 1)]
    assert (Mention.objects.count(), Sighting.objects.count(), Story.objects.get().mentions_count) == (1, 3, 1)
    assert VolumeBucket.objects.get().mentions == 1


def test_an_item_twice_in_one_batch_counts_once(tenant: Tenant) -> None:
    report = bring(tenant.brand, said("My bag is gone"), said("My bag is gone"))

    assert report == IngestReport(rows=2, added=1, known=1)


def test_people_who_pass_words_on_stand_in_one_story(tenant: Tenant) -> None:
    bring(tenant.brand, said("Found a hair in my soup and the manager just laughed at me", followers=100))
    bring(
        tenant.brand,
        said("RT: Found a hair in my soup and the manager just laughed at me", author="@oleg", minute=3),
        said("Found a hair in my soup and the manager just laughed at me!! https://t.co/x", author="@anna", minute=4),
        said("What time do you open on Sunday?", author="@mira", minute=5),
    )

    story, question = Story.objects.order_by("-mentions_count")
    assert (story.mentions_count, story.authors_count, story.reach) == (3, 2, 100)
    assert (story.first_at, story.last_at) == (NOON, NOON + timedelta(minutes=4))
    assert question.mentions_count == 1


def test_nearly_the_same_words_find_a_story_of_yesterday(tenant: Tenant) -> None:
    words = "Found a hair in my soup at the tea room on Pushkin Street and the manager just laughed at me"
    other = make_brand(tenant.organization, "Kashka")
    bring(tenant.brand, said(words, followers=70, reach=9))
    bring(other, said(words, author="@lena"))

    bring(tenant.brand, said(f"{words}, unbelievable", author="@oleg", minute=1441, followers=20))

    story = Story.objects.get(brand=tenant.brand)
    assert (story.mentions_count, story.authors_count, story.followers, story.reach) == (2, 2, 70, 29)
    assert Story.objects.get(brand=other).mentions_count == 1
    assert StoryBand.objects.count() == 2 * BANDS


def test_a_large_batch_needs_no_more_statements_than_a_small_one(tenant: Tenant) -> None:
    other = make_brand(tenant.organization, "Kashka", words=["Kashka"])
    source = make_source(tenant.brand)
    texts = [f"{name} {word * 9} was late again" for word in ("bag", "bus", "tea") for name in ("Kashka", "Nobody")]

    def statements(people: int, first: int) -> int:
        items = [said(text, author=f"@p{first + number}", minute=number) for text in texts for number in range(people)]
        understood = understand(other.organization_id, items)
        with CaptureQueriesContext(connection) as found:
            ingest(source=source, understood=understood)
        return len(found)

    assert (statements(3, 0), statements(8, 10), statements(20, 20)) == (19, 22, 22)


def test_a_mention_belongs_to_every_brand_it_speaks_of(tenant: Tenant) -> None:
    other = make_brand(tenant.organization, "Kashka", words=["Kashka", "Кашка"])

    bring(tenant.brand, said("Кашку подают холодной"))

    assert {match.brand_id: match.words for match in Match.objects.all()} == {tenant.brand.pk: [], other.pk: ["Кашка"]}


def test_a_source_that_is_only_searched_brings_only_what_names_the_brand(tenant: Tenant) -> None:
    bring(tenant.brand, said("Nordwind lost my bag"), said("Rain again"), only_matching=True)

    assert [match.mention.text for match in Match.objects.select_related("mention")] == ["Nordwind lost my bag"]


def test_a_decided_story_comes_back_when_it_doubles(tenant: Tenant) -> None:
    words = "The queue at the desk is endless"
    bring(tenant.brand, *(said(words, author=f"@p{n}", minute=n) for n in range(3)))
    Story.objects.update(status=StoryStatus.NO_ACTION, decided_count=3)

    bring(tenant.brand, *(said(words, author=f"@q{n}", minute=10 + n) for n in range(2)))
    assert Story.objects.get().status == StoryStatus.NO_ACTION
    bring(tenant.brand, said(words, author="@r", minute=20))

    assert (Story.objects.get().status, Story.objects.get().mentions_count) == (StoryStatus.OPEN, 6)


def test_a_fire_reaches_the_level_its_figures_give(tenant: Tenant) -> None:
    VolumeBucket.objects.bulk_create(
        VolumeBucket(
            organization=tenant.organization, brand=tenant.brand, start=NOON - timedelta(hours=hour), mentions=1
        )
        for hour in range(2, 40)
    )

    bring(tenant.brand, *(said("They laughed at me, disgusting", author=f"@p{n}", minute=n) for n in range(20)))

    story = Story.objects.get()
    assert story.level == Level.CRISIS
    assert {reason["criterion"] for reason in story.level_reasons} == {"times_usual", "doubling_hours"}


def test_two_lonely_mentions_are_no_crisis(tenant: Tenant) -> None:
    bring(tenant.brand, said("They laughed at me"), said("They laughed at me", author="@b"))

    assert Story.objects.get().level == Level.COMMENT


def test_tone_and_language_are_read_once_and_kept(tenant: Tenant) -> None:
    bring(tenant.brand, said("Ужасное обслуживание, потеряли мой чемодан"))

    mention = Mention.objects.get()
    assert (mention.language, mention.tone) == ("ru", "negative")
    assert mention.negative is not None
    assert mention.negative > 0.5


def test_words_that_were_read_once_are_not_read_again(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Ужасное обслуживание, потеряли мой чемодан"
    bring(tenant.brand, said(words))
    asked = Mock(return_value=[])
    monkeypatch.setattr(understanding, "read_tones", asked)

    bring(tenant.brand, said(f"RT @anna: {words}!", author="@oleg", minute=9))

    first, second = Mention.objects.order_by("published_at").values_list("tone", "negative", "analyzer")
    asked.assert_called_once_with([])
    assert first == second
