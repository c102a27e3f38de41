"""The worker and the beat. Tasks are wake-up calls for rows; see `crisisdesk.work`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
app = Celery("crisisdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["crisisdesk", *settings.APPS_WITH_TASKS])


@worker_init.connect
def _look_at_the_walls(**_: Any) -> None:  # noqa: ANN401 -- Celery's signature
    from crisisdesk.database import begin_to_serve  # noqa: PLC0415 -- the apps are loaded only now

    begin_to_serve()
