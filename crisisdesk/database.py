"""What every program asks of the database before it serves."""

import time
from typing import Final

from django.db import OperationalError, connection

from crisisdesk.walls import refuse_to_start_without_walls

SECONDS: Final = 60


def begin_to_serve() -> None:
    """Waits for a server that was just started or recovers, then refuses a role that walks through the walls."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            connection.ensure_connection()
            break
        except OperationalError:
            time.sleep(0.5)
    refuse_to_start_without_walls()
