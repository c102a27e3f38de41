"""Which sources are fetched next: fair to tenants, gentle to hosts, and never more at once than workers can take.

A pass looks at what is due, gives each tenant its turns one by one - who has three sources waits behind nobody's
thirty thousand - and takes no more of a host than it may be asked at once. What is chosen is marked as called in the
same statement, under SKIP LOCKED, so that several dispatchers at once call nothing twice. The claim itself is the
worker's (`crisisdesk.work`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from crisisdesk.tenancy import every_organization
from crisisdesk.work import WAKE_AGAIN, wake
from mentions.models import FetchJob

LOOKED_AT: Final = 2_000  # due rows that a pass looks through one by one; behind a longer backlog it goes by lanes
OLDEST_OF_A_HOST: Final = 8
LANES_OF_A_HOST: Final = 2  # tenants behind each of two places that a pass looks at, and the oldest of each
SHARE: Final = 2  # a tenant has at most every second place while all are wanted

# In flight: called a moment ago and not yet taken up, or in somebody's hands.
FLIGHT: Final = """
flight AS (
    SELECT organization_id, host FROM mentions_fetchjob
    WHERE woken_at IS NOT NULL
      AND (state = 'waiting' AND woken_at > %(since)s OR state = 'running' AND lease_until > %(now)s)
)"""
WAITING: Final = "f.state = 'waiting' AND f.due_at <= %(now)s AND (f.woken_at IS NULL OR f.woken_at <= %(since)s)"
# All that is due, while that is little; one row more says that it is not.
EACH: Final = f"""
candidates AS (
    SELECT f.id, f.organization_id, f.host, f.at_once, f.due_at FROM mentions_fetchjob f
    WHERE {WAITING} ORDER BY f.due_at LIMIT %(looked_at)s + 1
)"""  # noqa: S608 -- constants of this file
# Behind a long backlog: of every host its oldest, and the oldest of a few of its tenants, from one that chance names
# onwards and from the first. The index is stepped over from host to host and from tenant to tenant, so that a lane
# costs the same however long it is; the oldest of all would be those of whoever has most, at the host that is slowest.
LANES: Final = f"""
hosts AS (
    (SELECT f.host FROM mentions_fetchjob f WHERE f.state = 'waiting' ORDER BY f.host LIMIT 1)
    UNION ALL
    SELECT (SELECT f.host FROM mentions_fetchjob f WHERE f.state = 'waiting' AND f.host > hosts.host
            ORDER BY f.host LIMIT 1)
    FROM hosts WHERE hosts.host IS NOT NULL
),
tenants AS (
    (SELECT f.organization_id FROM mentions_fetchjob f WHERE f.state = 'waiting' ORDER BY f.organization_id LIMIT 1)
    UNION ALL
    SELECT (SELECT f.organization_id FROM mentions_fetchjob f
            WHERE f.state = 'waiting' AND f.organization_id > tenants.organization_id
            ORDER BY f.organization_id LIMIT 1)
    FROM tenants WHERE tenants.organization_id IS NOT NULL
),
known AS (SELECT array_agg(organization_id) AS all FROM tenants WHERE organization_id IS NOT NULL),
starts AS (
    SELECT host, known.all[1 + floor(random() * array_length(known.all, 1))::int] - 1 AS after FROM hosts, known
    WHERE host IS NOT NULL
    UNION ALL SELECT host, 0 FROM hosts WHERE host IS NOT NULL
),
lanes AS (
    SELECT host, after AS organization_id, 0 AS step FROM starts
    UNION ALL
    SELECT following.host, following.organization_id, lanes.step + 1 FROM lanes CROSS JOIN LATERAL (
        SELECT f.host, f.organization_id FROM mentions_fetchjob f
        WHERE f.state = 'waiting' AND f.host = lanes.host AND f.organization_id > lanes.organization_id
        ORDER BY f.organization_id LIMIT 1
    ) following WHERE lanes.step < %(lanes)s
),
candidates AS (
    SELECT oldest.* FROM hosts CROSS JOIN LATERAL (
        SELECT f.id, f.organization_id, f.host, f.at_once, f.due_at FROM mentions_fetchjob f
        WHERE f.host = hosts.host AND {WAITING} ORDER BY f.due_at LIMIT %(oldest)s
    ) oldest
    UNION
    SELECT oldest.* FROM (SELECT DISTINCT host, organization_id FROM lanes WHERE step > 0) lanes CROSS JOIN LATERAL (
        SELECT f.id, f.organization_id, f.host, f.at_once, f.due_at FROM mentions_fetchjob f
        WHERE f.host = lanes.host AND f.organization_id = lanes.organization_id AND {WAITING}
        ORDER BY f.due_at LIMIT %(lanes)s
    ) oldest
)"""  # noqa: S608 -- constants of this file
# Within a tenant the oldest comes first. Between tenants chance decides: who has fallen behind furthest would else go
# first for ever, and who has little would wait as long as it.
CHOOSE: Final = """
busy_tenants AS (SELECT organization_id, count(*) AS busy FROM flight GROUP BY organization_id),
busy_hosts AS (SELECT host, count(*) AS busy FROM flight GROUP BY host),
turns AS (
    SELECT candidates.*, coalesce(busy, 0) + row_number() OVER (
        PARTITION BY candidates.organization_id ORDER BY due_at, id
    ) AS turn, random() AS chance
    FROM candidates LEFT JOIN busy_tenants USING (organization_id)
),
places AS (
    SELECT turns.*, coalesce(busy, 0) + row_number() OVER (PARTITION BY host ORDER BY turn, chance) AS place
    FROM turns LEFT JOIN busy_hosts USING (host)
),
chosen AS (
    SELECT id FROM places WHERE (place <= at_once OR host = '') AND turn <= %(share)s
    ORDER BY turn, chance LIMIT %(room)s
),
free AS (
    SELECT f.id FROM mentions_fetchjob f JOIN chosen USING (id)
    WHERE f.state = 'waiting' AND (f.woken_at IS NULL OR f.woken_at <= %(since)s)
    FOR UPDATE OF f SKIP LOCKED
)
UPDATE mentions_fetchjob f SET woken_at = %(now)s FROM free WHERE f.id = free.id RETURNING f.organization_id, f.id
"""


@dataclass(frozen=True)
class Call:
    organization_id: int
    pk: int


def dispatch() -> int:
    """Fill what is free of the places, and wake a worker for each. How many were called."""
    calls = choose(settings.FETCHES_AT_ONCE)
    for call in calls:
        wake(FetchJob.task, call.organization_id, call.pk)
    return len(calls)


def dispatch_if_many_are_free() -> int:
    """After a fetch: the next ones are called when half of the places are empty, not one by one."""
    with every_organization():  # a queue of the whole platform; only a number leaves this block
        busy = _in_flight(timezone.now())
    return dispatch() if busy <= settings.FETCHES_AT_ONCE // 2 else 0


def choose(at_once: int) -> list[Call]:
    """Mark as called, and name, what comes next: with what is in flight no more than `at_once`."""
    now = timezone.now()
    with every_organization():  # a queue of the whole platform; only ids leave this block
        room = at_once - _in_flight(now)
        if room <= 0:
            return []
        bounds = {"looked_at": LOOKED_AT, "oldest": OLDEST_OF_A_HOST, "lanes": LANES_OF_A_HOST}
        asked = _asked(now) | bounds | {"room": room, "share": max(1, at_once // SHARE)}
        with connection.cursor() as cursor:
            way = EACH if _is_short(cursor, asked) else LANES
            cursor.execute(f"WITH RECURSIVE {FLIGHT}, {way}, {CHOOSE}", asked)
            return [Call(*row) for row in cursor.fetchall()]


def _is_short(cursor: Any, asked: dict[str, Any]) -> bool:  # noqa: ANN401 -- a cursor of the connection
    due = f"SELECT 1 FROM mentions_fetchjob f WHERE {WAITING} LIMIT %(looked_at)s + 1"  # noqa: S608 -- the same
    cursor.execute(f"SELECT count(*) <= %(looked_at)s FROM ({due}) due", asked)  # noqa: S608 -- constants of this file
    return bool(cursor.fetchone()[0])


def _in_flight(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {FLIGHT} SELECT count(*) FROM flight", _asked(now))  # noqa: S608 -- the same
        return int(cursor.fetchone()[0])


def _asked(now: datetime) -> dict[str, Any]:
    return {"now": now, "since": now - WAKE_AGAIN}
