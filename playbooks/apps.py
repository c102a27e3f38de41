from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    name = "playbooks"

    def ready(self) -> None:
        from playbooks import receivers  # noqa: F401, PLC0415 -- listeners need the models, which are ready only now
