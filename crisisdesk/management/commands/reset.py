from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from crisisdesk.reset import belongings, throw_away
from crisisdesk.run_folder import AlreadyRunningError, RunFolder


class Command(BaseCommand):
    help = "Throw away the data folder: database, mail, secrets. Asks first."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, yes: bool, **_: Any) -> None:  # noqa: ANN401 -- Django's signature
        if not settings.EMBEDDED:
            raise CommandError("DATABASE_URL names a real server, whose data only its owner throws away.")
        places = [str(place) for place in belongings(settings.HOME)]
        if not places:
            self.stdout.write(f"Nothing is in {settings.HOME}.")
            return
        try:
            with RunFolder(settings.HOME).held("a reset"):
                self.stdout.write("These go for good:\n  " + "\n  ".join(places))
                if not yes and not _agrees():
                    raise CommandError("Nothing was thrown away.")
                throw_away(settings.HOME)
        except AlreadyRunningError as error:
            raise CommandError(f"The folder is in use ({error}): stop the desk first.") from error
        self.stdout.write("Thrown away.")


def _agrees() -> bool:
    try:
        return input("Type yes to throw them away: ").strip().lower() == "yes"
    except EOFError:  # nobody is there to ask
        return False
