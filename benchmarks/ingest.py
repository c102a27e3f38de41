"""How many mentions a second go in whole: identity, language, likeness, brands, stories, volume, levels.

Three JSON lines: no two texts alike, which is the dearest; twenty texts that everybody passes on, as in a crisis; and
again no two alike, but with the encoder (else tone is given, all the rest is read). The reference of the same run is
a bare COPY of the rows that the ingest has just made, into copies of the same tables with their indexes.
`python -m benchmarks.ingest [MENTIONS]`
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
django.setup()

from django.db import connection  # noqa: E402 -- the settings come first

from accounts.models import Brand, Organization  # noqa: E402 -- the same
from crisisdesk.roles import as_owner  # noqa: E402 -- the same
from crisisdesk.tenancy import organization_scope  # noqa: E402 -- the same
from mentions.classification import tone  # noqa: E402 -- the same
from mentions.classification.seeds import load_seeds  # noqa: E402 -- the same
from mentions.enums import SourceKind  # noqa: E402 -- the same
from mentions.models import Source  # noqa: E402 -- the same
from mentions.services import understanding  # noqa: E402 -- the same
from mentions.services.ingest import ingest  # noqa: E402 -- the same
from mentions.sources.item import Item, make_item  # noqa: E402 -- the same

MENTIONS: Final = 20_000
WORDS: Final = 18
BEGAN: Final = datetime(2026, 1, 5, tzinfo=UTC)
TABLES: Final = tuple(
    f"mentions_{name}" for name in ("mention", "sighting", "story", "storyband", "match", "volumebucket")
)
GIVEN: Final = tone.read_tones(["The parcel came on Tuesday."])[0]


def main() -> None:
    mentions = int(sys.argv[1]) if len(sys.argv) > 1 else MENTIONS
    for texts, encoder, number in (
        (mentions, False, mentions),
        (20, False, mentions),
        (mentions, True, mentions // 10),
    ):
        source = _source()
        seconds = _take_in(source, list(_items(number, min(texts, number))), encoder=encoder)
        copied = _copy(source.organization_id)
        line = {
            "benchmark": "ingest",
            "texts": min(texts, number),
            "encoder": encoder,
            "mentions": number,
            "a_second": round(number / seconds),
            "copy_a_second": round(number / copied),
            "share_of_copy": round(copied / seconds, 3),
        }
        print(json.dumps(line), flush=True)


def _source() -> Source:
    """An organization of this run's own: what is known already would be no work."""
    slug = f"bench-ingest-{time.time_ns()}"
    organization = Organization.objects.create(slug=slug, name=slug)
    with organization_scope(organization.pk):
        brand = Brand.objects.create(organization=organization, name="Ternway", slug="ternway", words=["Ternway"])
        return Source.objects.create(organization=organization, brand=brand, kind=SourceKind.FILE, name="Bench")


def _items(number: int, texts: int) -> Iterator[Item]:
    """Words drawn from our own sentences, each fifth text with the brand's name; no two texts are alike."""
    chance = random.Random(1)
    vocabulary = sorted({word for text, _ in load_seeds() for word in text.split()})
    said = [" ".join([*["Ternway"][place % 5 :], *chance.choices(vocabulary, k=WORDS)]) for place in range(texts)]
    for place in range(number):
        yield make_item(
            text=said[place] if texts == number else chance.choice(said),
            network="x",
            external_id=f"{place}",
            author_handle=f"person{place % 5_000}",
            followers=place % 9_000,
            language="en",
            published_at=BEGAN + timedelta(seconds=3 * place),
        )


def _take_in(source: Source, items: list[Item], *, encoder: bool) -> float:
    read = understanding.read_tones
    if not encoder:
        understanding.read_tones = lambda texts: [GIVEN] * len(texts)
    start = time.perf_counter()
    for place in range(0, len(items), understanding.BATCH):
        batch = understanding.understand(source.organization_id, items[place : place + understanding.BATCH])
        with organization_scope(source.organization_id):
            ingest(source=source, understood=batch)
    seconds = time.perf_counter() - start
    understanding.read_tones = read
    return seconds


def _copy(organization: int) -> float:
    """Seconds to write the rows of this organization once more by COPY, one table after the other."""
    seconds = 0.0
    with as_owner(), organization_scope(organization), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE copied (LIKE {table} INCLUDING ALL)")
            rows_of = f"SELECT * FROM {table} WHERE organization_id = {organization}"  # noqa: S608 -- names of ours
            with cursor.copy(f"COPY ({rows_of}) TO STDOUT") as out:
                rows = b"".join(out)
            start = time.perf_counter()
            with cursor.copy("COPY copied FROM STDIN") as into:
                into.write(rows)
            seconds += time.perf_counter() - start
            cursor.execute("DROP TABLE copied")
    return seconds


if __name__ == "__main__":
    main()
