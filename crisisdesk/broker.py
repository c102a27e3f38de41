"""Which broker carries the wake-up calls: pgmq on our own database, or the server of CELERY_BROKER_URL.

The options are those measured in docs/platform.md; `prefetch 1` would make pgmq stall.
"""

from collections.abc import Mapping
from hashlib import md5
from typing import Any, Final

from kombu.transport import TRANSPORT_ALIASES, pgmq
from psycopg.conninfo import make_conninfo

SCHEME: Final = "crisisdesk"
QUEUES: Final = ("crisisdesk",)
LONGEST_NAME: Final = 47  # pgmq's limit; long host names and reply queues exceed it
VISIBILITY_SECONDS: Final = 60
UNHURRIED: Final = "-c synchronous_commit=off"  # a call lost in a crash is made again by the sweeper


class Channel(pgmq.Channel):
    def entity_name(self, name: str, table: Mapping[int, int] = pgmq.CHARS_REPLACE_TABLE) -> str:
        short: str = super().entity_name(name, table)
        if len(short) <= LONGEST_NAME:
            return short
        return f"{short[:14]}_{md5(short.encode(), usedforsecurity=False).hexdigest()}"

    def _new_queue(self, queue: str, **_: Any) -> None:  # noqa: ANN401 -- kombu's signature
        """`migrate` has made the queues as the owner; we serve as a role that may not."""

    def _maybe_enable_notify(self, queue: str, queue_name: str | None = None) -> None:
        """The trigger stands since `migrate`; only listen."""
        transport: Any = self.connection
        transport._register_notify_queue(queue_name or self._queue_name(queue))  # noqa: SLF001 -- as kombu does


class Transport(pgmq.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"  # kombu takes no path of a class out of a URL


def broker(url: str, database: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Celery's broker URL and transport options."""
    if url:
        return url, {"visibility_timeout": VISIBILITY_SECONDS} if url.startswith("redis") else {}
    conninfo = make_conninfo(
        host=database["HOST"],
        port=database["PORT"],
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
        options=UNHURRIED,
    )
    return f"{SCHEME}://localhost", {
        "conn_string": conninfo,
        "init_extension": False,
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "polling_interval": 1,
        "pool_size": 4,
        "pool_timeout": 2,
        "visibility_timeout": VISIBILITY_SECONDS,
    }
