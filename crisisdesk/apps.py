"""The project package as an app: no tables, only its commands, checks and template tags."""

from django.apps import AppConfig


class CrisisDesk(AppConfig):
    name = "crisisdesk"

    def ready(self) -> None:
        from crisisdesk import any_of, celery, checks  # noqa: F401, PLC0415 -- they look at models, which exist only now
