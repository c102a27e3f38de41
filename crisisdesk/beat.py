"""The clock of the installation. Its schedule is in memory: whatever must not be forgotten is a row."""

import time
from typing import Any

from celery.beat import Scheduler
from django.db import DatabaseError, connection

from crisisdesk.heartbeat import BEAT, SECONDS, pulse


class Clock(Scheduler):
    """Celery's scheduler, which also says that it ticks; a process that lives need not tick."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Celery's signature
        super().__init__(*args, **kwargs)
        self._pulse_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401 -- Celery's signature
        wait: float = super().tick(*args, **kwargs)
        if time.monotonic() >= self._pulse_at:
            self._pulse_at = time.monotonic() + SECONDS
            self._pulse()
        return min(wait, SECONDS)

    def _pulse(self) -> None:
        try:
            pulse(BEAT)
        except DatabaseError:
            self.logger.warning("The database is away: no sign of life could be written")
            connection.close()
