from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"

    def ready(self) -> None:
        from risks import receivers  # noqa: F401, PLC0415 -- listeners need the models, which are ready only now
