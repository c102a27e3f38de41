"""How long the triage page takes over 100,000 and 1,000,000 mentions, in the server and in the database.

One JSON line a size and a view; the reference of the same run is the one SQL statement without which there is no
list. The rows are made once in a private organization of each size and kept. `python -m benchmarks.queue_page`
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- the settings come first
from django.db import connection  # noqa: E402 -- the same
from django.db.models import Min  # noqa: E402 -- the same
from django.test import Client  # noqa: E402 -- the same

from accounts.enums import Role  # noqa: E402 -- the same
from accounts.models import Brand, Membership, Organization, User  # noqa: E402 -- the same
from crisisdesk.roles import as_owner  # noqa: E402 -- the same
from crisisdesk.tenancy import organization_scope  # noqa: E402 -- the same
from incidents.queries.queue import read_queue  # noqa: E402 -- the same
from incidents.queries.queue_filter import QueueFilter  # noqa: E402 -- the same
from mentions.enums import SourceKind  # noqa: E402 -- the same
from mentions.models import Mention, Source, Story  # noqa: E402 -- the same

SIZES: Final = (100_000, 1_000_000)
BRANDS: Final = 10
MENTIONS_A_STORY: Final = 4
ROUNDS: Final = 40
WARM_UP: Final = 5
BUDGET_MS: Final = {"server": 60, "database": 5}
TABLES: Final = ("mentions_mention", "mentions_story", "mentions_match", "mentions_sighting", "mentions_volumebucket")

# Ids of one statement follow each other: what belongs together is counted out, not joined.
MENTIONS: Final = """
INSERT INTO mentions_mention (organization_id, identity, network, kind, external_id, url, title, text, author_name,
    author_handle, author_url, followers, location, language, tone, negative, neutral, positive, analyzer,
    published_at, precision, received_at)
SELECT %(organization)s, sha256(convert_to(%(organization)s || '/' || i, 'UTF8')),
    (ARRAY['x', 'news', 'reviews'])[1 + i %% 3], 'post', i, 'https://example.org/' || i, '',
    'Bag ' || i || ' of Brand ' || (i - 1) / %(per)s %% %(brands)s || ' never came out on the belt, and nobody at the'
    || ' desk could say where it is. Third time this year, and I am tired of it.',
    'Person ' || i %% 50000, '@person' || i %% 50000, '', i %% 90000, '', 'en',
    CASE WHEN i %% 3 = 0 THEN 'negative' ELSE 'neutral' END, 0.3, 0.6, 0.1, 'bench',
    now() - i * interval '3 seconds', 'exact', now() - i * interval '3 seconds'
FROM generate_series(1, %(mentions)s) i
"""
STORIES: Final = """
INSERT INTO mentions_story (organization_id, brand_id, lead_id, title, status, level, level_reasons, mentions_count,
    negative_count, authors_count, reach, first_at, last_at, waiting_since, due_at, exact, signature,
    networks, pace)
SELECT %(organization)s, (%(brand_ids)s::bigint[])[1 + s %% %(brands)s], %(first_mention)s + s * %(per)s,
    'Bag ' || s || ' never came out',
    CASE WHEN s %% 7 < 2 THEN 'new' WHEN s %% 49 = 2 THEN 'watching' ELSE 'no_action' END,
    CASE WHEN s %% 97 = 0 THEN 2 WHEN s %% 11 = 0 THEN 1 ELSE 0 END, '[]', %(per)s, s %% 3, %(per)s,
    1000 + s %% 100000, at - interval '1 hour', at, at,
    CASE WHEN s %% 3 = 0 THEN now() + interval '2 hours' - s * interval '1 second' END,
    sha256(convert_to('s' || s, 'UTF8')), '', '{}', '{}'
FROM generate_series(0, %(mentions)s / %(per)s - 1) s
CROSS JOIN LATERAL (SELECT now() - s * interval '12 seconds' AS at)
"""
MATCHES: Final = """
INSERT INTO mentions_match (organization_id, mention_id, brand_id, story_id, words)
SELECT %(organization)s, %(first_mention)s + i, (%(brand_ids)s::bigint[])[1 + i / %(per)s %% %(brands)s],
    %(first_story)s + i / %(per)s, ARRAY['Brand']
FROM generate_series(0, %(mentions)s - 1) i
"""
SIGHTINGS: Final = """
INSERT INTO mentions_sighting (organization_id, mention_id, source_id, seen_at)
SELECT %(organization)s, %(first_mention)s + i, %(source)s, now() FROM generate_series(0, %(mentions)s - 1) i
"""
VOLUME: Final = """
INSERT INTO mentions_volumebucket (organization_id, brand_id, start, mentions, negative, reach)
SELECT %(organization)s, brand_id, date_bin('5 minutes', now() - i * interval '5 minutes', 'epoch'), 3 + i %% 7, 1, 0
FROM unnest(%(brand_ids)s::bigint[]) brand_id CROSS JOIN generate_series(0, 2500) i
"""
REFERENCE: Final = """
SELECT story.*, left(lead.text, 400) FROM mentions_story story JOIN mentions_mention lead ON lead.id = story.lead_id
WHERE story.organization_id = %(organization)s AND story.status IN ('new', 'open')
ORDER BY coalesce(story.due_at, '9999-12-31 00:00:00+00:00'::timestamptz), story.last_at DESC, story.id DESC LIMIT 51
"""


def desk_of(mentions: int) -> Membership:
    """An agent of an organization with so many mentions; made when it is not there."""
    slug = f"bench-queue-{mentions}"
    organization, _ = Organization.objects.get_or_create(slug=slug, defaults={"name": slug})
    user = User.objects.filter(email=f"{slug}@bench.test").first() or User.objects.create_user(f"{slug}@bench.test")
    with organization_scope(organization.pk):
        member, _ = Membership.objects.get_or_create(organization=organization, user=user, role=Role.AGENT)
        is_new = not Mention.objects.exists()
        if is_new:
            _fill(organization, mentions)
    if is_new:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return member


def _fill(organization: Organization, mentions: int) -> None:
    names = [f"Brand {number}" for number in range(BRANDS)]
    brands = [
        Brand.objects.create(organization=organization, name=name, slug=name.replace(" ", "-").lower(), words=[name])
        for name in names
    ]
    source = Source.objects.create(organization=organization, brand=brands[0], kind=SourceKind.FILE, name="Bench")
    values = {
        "organization": organization.pk,
        "mentions": mentions,
        "per": MENTIONS_A_STORY,
        "brands": BRANDS,
        "brand_ids": [brand.pk for brand in brands],
        "source": source.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(MENTIONS, values)
        values["first_mention"] = Mention.objects.aggregate(first=Min("pk"))["first"]
        cursor.execute(STORIES, values)
        values["first_story"] = Story.objects.aggregate(first=Min("pk"))["first"]
        for statement in (MATCHES, SIGHTINGS, VOLUME):
            cursor.execute(statement, values)


class Stopwatch:
    """Time that the database took, and how often it was asked."""

    def __init__(self) -> None:
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 -- Django's wrapper
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - start
            self.queries += 1


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        yield watch


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measure_page(client: Client, url: str, headers: dict[str, str]) -> dict[str, object]:
    server, processor, database, queries, size = list[float](), list[float](), list[float](), 0, 0
    for number in range(WARM_UP + ROUNDS):
        with stopwatch() as watch:
            start, busy = time.perf_counter(), time.process_time()
            answer = client.get(url, headers=headers)
            seconds, busy = time.perf_counter() - start, time.process_time() - busy
        if answer.status_code != 200:  # noqa: PLR2004 -- a page
            sys.exit(f"{url} answered {answer.status_code}")
        if number >= WARM_UP:
            server.append(seconds * 1000)
            processor.append(busy * 1000)
            database.append(watch.seconds * 1000)
            queries, size = watch.queries, len(answer.content)
    return {
        "server_p95_ms": round(percentile(server, 0.95), 1),
        "server_median_ms": round(percentile(server, 0.5), 1),
        "processor_median_ms": round(percentile(processor, 0.5), 1),
        "database_p95_ms": round(percentile(database, 0.95), 2),
        "database_median_ms": round(percentile(database, 0.5), 2),
        "queries": queries,
        "bytes": size,
    }


def measure_reference(organization_id: int) -> float:
    times = []
    with organization_scope(organization_id), connection.cursor() as cursor:
        for _ in range(WARM_UP + ROUNDS):
            start = time.perf_counter()
            cursor.execute(REFERENCE, {"organization": organization_id})
            cursor.fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return round(percentile(times[WARM_UP:], 0.95), 2)


def views_of(member: Membership) -> Iterator[tuple[str, str, dict[str, str]]]:
    fragment, home = {"HX-Request": "true"}, f"/o/{member.organization.slug}/"
    with organization_scope(member.organization_id):
        page = read_queue(member, QueueFilter()).page
    cursor, story = page.next_cursor, page.rows[0].pk
    yield "page", f"{home}queue/", {}
    yield "next_rows", f"{home}queue/?cursor={cursor}", fragment
    yield "story", f"{home}stories/{story}/", fragment
    yield "one_brand", f"{home}queue/?brand=brand-3", {}
    yield "search", f"{home}queue/?status=all&q=bag+77", {}
    yield "new_stories", f"{home}queue/new/?since=2020-01-01T00:00:00%2B00:00", fragment
    yield "overview", home, {}


def main() -> None:
    for mentions in SIZES:
        member = desk_of(mentions)
        client = Client()
        client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        reference = measure_reference(member.organization_id)
        for view, url, headers in views_of(member):
            figures = measure_page(client, url, headers)
            known = {"benchmark": "queue_page", "mentions": mentions, "view": view}
            print(json.dumps(known | figures | {"reference_sql_p95_ms": reference, "budget_ms": BUDGET_MS}))


if __name__ == "__main__":
    main()
