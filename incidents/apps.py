from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents import receivers  # noqa: F401, PLC0415 -- listeners need the models, which are ready only now
