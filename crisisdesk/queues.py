"""The default broker's tables: pgmq in our own database, made by the owner so that the app role needs no DDL."""

from importlib.resources import files

from django.conf import settings
from django.db import connections, transaction

from crisisdesk.broker import QUEUES, SCHEME


def make_queues(using: str) -> None:
    """As the owner, after each migrate. Does nothing where another broker is configured."""
    if not settings.CELERY_BROKER_URL.startswith(SCHEME):
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('pgmq') IS NULL")
        if cursor.fetchone() == (True,):
            cursor.execute(files("pgmq").joinpath("sql/pgmq.sql").read_text())
        for queue in QUEUES:
            cursor.execute("SELECT pgmq.create(%s)", [queue])
            cursor.execute("SELECT pgmq.enable_notify_insert(%s, 0)", [queue])
        app = settings.DATABASE_APP_ROLE
        cursor.execute(f"GRANT USAGE ON SCHEMA pgmq TO {app}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgmq TO {app}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgmq TO {app}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgmq TO {app}")
