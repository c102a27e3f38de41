from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crisisdesk import run
from crisisdesk.postgres_programs import EmbeddedError
from crisisdesk.run_folder import AlreadyRunningError


class Command(BaseCommand):
    help = "Start PostgreSQL, web, worker and beat, until Ctrl-C (PORT, CRISISDESK_HOME)."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 -- Django's signature
        try:
            run.run()
        except AlreadyRunningError as error:
            raise CommandError(f"This desk runs already at {error}") from error
        except (run.RunError, EmbeddedError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:  # before it was ready
            raise CommandError("Stopped.", returncode=130) from error
