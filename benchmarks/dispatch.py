"""How many due sources a second one dispatcher calls, fairly, and how late those of the smallest tenants are.

50,000 due sources of 200 tenants at 500 hosts; one tenant has 60 % of them, one host is asked by 30 %. What was called
is done a moment later, as by workers without end. A host is asked one question at once, so the crowded one goes on for
long after all others are done: the figures end with these. The reference of the same run is the query that one writes
first: the oldest first, with the same limits a host. `python -m benchmarks.dispatch [SOURCES]`
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
django.setup()

from django.db import connection  # noqa: E402 -- the settings come first
from django.utils import timezone  # noqa: E402 -- the same

from accounts.models import Brand, Organization  # noqa: E402 -- the same
from crisisdesk.roles import as_owner  # noqa: E402 -- the same
from crisisdesk.tenancy import every_organization, organization_scope  # noqa: E402 -- the same
from mentions.models import FetchJob  # noqa: E402 -- the same
from mentions.services.dispatching import Call, choose  # noqa: E402 -- the same

SOURCES: Final = 50_000
TENANTS: Final = 200
HOSTS: Final = 500
AT_ONCE: Final = 1_000
SECONDS: Final = 60
SMALL: Final = 3  # sources of each of the five smallest tenants

MAKE: Final = """
WITH numbered AS (SELECT i, random() AS host FROM generate_series(1, %(sources)s) i),
sources AS (
    INSERT INTO mentions_source (organization_id, brand_id, kind, name, status, settings, public_id, secret, session,
        secret_before, cursor, reason, failures, created_at)
    SELECT %(tenant)s, %(brand)s, 'feed', i || '@host' || CASE WHEN host < 0.3 THEN 0 ELSE 1 + floor(
        (host - 0.3) / 0.7 * (%(hosts)s - 1))::int END,
        'active', '{}', gen_random_uuid(), '', '', '', '{}', '', 0, now()
    FROM numbered RETURNING id, name
)
INSERT INTO mentions_fetchjob (organization_id, source_id, host, at_once, state, due_at, attempts, reason)
SELECT %(tenant)s, id, split_part(name, '@', 2), 1, 'waiting', now() - random() * interval '10 minutes', 0, ''
FROM sources
"""
# What one writes first: a window of the oldest, and the limit a host within it.
NAIVE: Final = """
WITH oldest AS (
    SELECT id, host, due_at FROM mentions_fetchjob
    WHERE state = 'waiting' AND due_at <= %(now)s AND woken_at IS NULL ORDER BY due_at LIMIT 2000
), placed AS (SELECT *, row_number() OVER (PARTITION BY host ORDER BY due_at) AS place FROM oldest),
free AS (
    SELECT f.id FROM mentions_fetchjob f JOIN placed USING (id) WHERE place <= 1 AND f.woken_at IS NULL
    ORDER BY placed.due_at LIMIT %(at_once)s FOR UPDATE OF f SKIP LOCKED
)
UPDATE mentions_fetchjob f SET woken_at = %(now)s FROM free WHERE f.id = free.id RETURNING f.organization_id, f.id
"""
# Done: its next turn is ten minutes later.
DONE: Final = """
UPDATE mentions_fetchjob SET due_at = now() + interval '10 minutes', woken_at = NULL WHERE id = ANY(%s)
"""


def main() -> None:
    sources = int(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    for name, ask in (("fair", lambda: choose(AT_ONCE)), ("oldest first", _naive)):
        with _world(sources) as world:
            line = {"benchmark": "dispatch", "way": name, "sources": sources}
            sys.stdout.write(json.dumps(line | _measure(world, ask)) + "\n")


@dataclass(frozen=True)
class World:
    small: set[int]  # tenants
    crowded: set[int]  # orders at the host that everybody asks
    others: int  # orders at all other hosts


def _measure(world: World, ask: Callable[[], list[Call]]) -> dict[str, Any]:
    """`small_done_after`: the part of all calls after which every source of the smallest tenants had been called."""
    called, last_small, spent, began, left = list[int](), 0, 0.0, time.monotonic(), world.others
    while time.monotonic() - began < SECONDS and left:
        before = time.monotonic()
        calls = ask()
        spent += time.monotonic() - before
        if not calls:
            break
        called += [call.pk for call in calls]
        left -= sum(call.pk not in world.crowded for call in calls)
        if any(call.organization_id in world.small for call in calls):
            last_small = len(called)
        with every_organization(), connection.cursor() as cursor:  # a queue of the whole platform
            cursor.execute(DONE, [[call.pk for call in calls]])
    return {
        "called": len(called),
        "left_at_other_hosts": left,
        "twice": len(called) - len(set(called)),
        "a_second": round(len(called) / spent) if spent else 0,
        "small_done_after": round(last_small / len(called), 4),
    }


def _naive() -> list[Call]:
    with every_organization(), connection.cursor() as cursor:  # a queue of the whole platform
        cursor.execute(NAIVE, {"now": timezone.now(), "at_once": AT_ONCE})
        return [Call(*row) for row in cursor.fetchall()]


@contextmanager
def _world(sources: int) -> Iterator[World]:
    """The first tenant is the big one, the last five are the smallest."""
    run = f"dispatch-{time.time_ns()}"
    tenants = [Organization.objects.create(name=run, slug=f"{run}-{number}") for number in range(TENANTS)]
    others = (sources * 4 // 10 - 5 * SMALL) // (TENANTS - 6)
    counts = [sources - others * (TENANTS - 6) - 5 * SMALL, *[others] * (TENANTS - 6), *[SMALL] * 5]
    for tenant, count in zip(tenants, counts, strict=True):
        with organization_scope(tenant.pk), connection.cursor() as cursor:
            brand = Brand.objects.create(organization=tenant, name="Bench", slug="bench")
            cursor.execute(MAKE, {"tenant": tenant.pk, "brand": brand.pk, "sources": count, "hosts": HOSTS})
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mentions_fetchjob")
    with every_organization():  # a queue of the whole platform
        crowded = set(FetchJob.objects.filter(host="host0").values_list("pk", flat=True))
    yield World({tenant.pk for tenant in tenants[-5:]}, crowded, sources - len(crowded))
    for tenant in tenants:
        with organization_scope(tenant.pk):
            FetchJob.objects.all().delete()


if __name__ == "__main__":
    main()
