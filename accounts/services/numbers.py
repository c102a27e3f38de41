"""The numbers people call things by: one after the other within an organization and a kind."""

from django.db import connection

NEXT = """
INSERT INTO accounts_counter (organization_id, kind, value) VALUES (%s, %s, 1)
ON CONFLICT (organization_id, kind) DO UPDATE SET value = accounts_counter.value + 1
RETURNING value
"""


def next_number(kind: str, organization_id: int) -> int:
    """Two at once get two numbers: the second waits for the first one's transaction. A rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [organization_id, kind])
        number: int = cursor.fetchone()[0]
        return number
