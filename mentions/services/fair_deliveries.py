"""Which deliveries are read next: by turns of the tenants, so that who floods the desk waits behind nobody but itself.

As `dispatching`, without hosts: a place in the broker is given late, and none of them to a tenant that has enough.
"""

from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from crisisdesk.tenancy import every_organization
from crisisdesk.work import WAKE_AGAIN, wake
from mentions.models import WebhookDelivery
from mentions.services.dispatching import SHARE, Call

IN_FLIGHT: Final = """
SELECT organization_id FROM mentions_webhookdelivery
WHERE woken_at IS NOT NULL
  AND (state = 'waiting' AND woken_at > %(since)s OR state = 'running' AND lease_until > %(now)s)
"""
WAITING: Final = "d.state = 'waiting' AND d.due_at <= %(now)s AND (d.woken_at IS NULL OR d.woken_at <= %(since)s)"
CHOOSE: Final = f"""
WITH RECURSIVE flight AS ({IN_FLIGHT}),
tenants AS (
    (SELECT d.organization_id FROM mentions_webhookdelivery d WHERE d.state = 'waiting'
     ORDER BY d.organization_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.organization_id FROM mentions_webhookdelivery d
            WHERE d.state = 'waiting' AND d.organization_id > tenants.organization_id
            ORDER BY d.organization_id LIMIT 1)
    FROM tenants WHERE tenants.organization_id IS NOT NULL
),
busy AS (SELECT organization_id, count(*) AS busy FROM flight GROUP BY organization_id),
turns AS (
    SELECT oldest.id, coalesce(busy.busy, 0) + row_number() OVER (
        PARTITION BY tenants.organization_id ORDER BY oldest.id
    ) AS turn, random() AS chance
    FROM tenants CROSS JOIN LATERAL (
        SELECT d.id FROM mentions_webhookdelivery d
        WHERE d.organization_id = tenants.organization_id AND {WAITING} ORDER BY d.id LIMIT %(share)s
    ) oldest LEFT JOIN busy ON busy.organization_id = tenants.organization_id
),
chosen AS (SELECT id FROM turns WHERE turn <= %(share)s ORDER BY turn, chance LIMIT %(room)s),
free AS (
    SELECT d.id FROM mentions_webhookdelivery d JOIN chosen USING (id) WHERE {WAITING} FOR UPDATE OF d SKIP LOCKED
)
UPDATE mentions_webhookdelivery d SET woken_at = %(now)s FROM free WHERE d.id = free.id
RETURNING d.organization_id, d.id
"""  # noqa: S608 -- constants of this file


def call_deliveries() -> int:
    """Fill what is free of the places, and wake a worker for each. How many were called."""
    calls = choose_deliveries(settings.DELIVERIES_AT_ONCE)
    for call in calls:
        wake(WebhookDelivery.task, call.organization_id, call.pk)
    return len(calls)


def choose_deliveries(at_once: int) -> list[Call]:
    now = timezone.now()
    asked: dict[str, Any] = {"now": now, "since": now - WAKE_AGAIN, "share": max(1, at_once // SHARE)}
    with (
        every_organization(),
        connection.cursor() as cursor,
    ):  # a queue of the whole platform; only ids leave this block
        cursor.execute(f"SELECT count(*) FROM ({IN_FLIGHT}) flight", asked)  # noqa: S608 -- the same
        room = at_once - int(cursor.fetchone()[0])
        if room <= 0:
            return []
        cursor.execute(CHOOSE, asked | {"room": room})
        return [Call(*row) for row in cursor.fetchall()]
