"""Signs of life: a process that is alive but does nothing is found by the age of its last sign."""

from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.utils import timezone

WORKER: Final = "worker"
BEAT: Final = "beat"
SECONDS: Final = 10
SILENT_AFTER: Final = timedelta(minutes=2)


def pulse(name: str) -> None:
    _signs().update_or_create(name=name, defaults={"at": timezone.now()})


def ages() -> dict[str, float | None]:
    """Seconds since the last sign of each; None: there was none yet."""
    now = timezone.now()
    seen = dict(_signs().values_list("name", "at"))
    return {name: round((now - seen[name]).total_seconds(), 1) if name in seen else None for name in (WORKER, BEAT)}


def _signs() -> Any:  # noqa: ANN401 -- the model belongs to an app, which this package knows by name
    return apps.get_model(settings.HEARTBEAT_MODEL)._default_manager
