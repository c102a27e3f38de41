from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crisisdesk import catalogue


class Command(BaseCommand):
    help = "Collect what code and templates say into the Russian catalogue; --check only looks."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **_: Any) -> None:  # noqa: ANN401 -- Django's signature
        words = catalogue.translated()
        text = catalogue.as_text(words)
        if not check:
            catalogue.RUSSIAN.parent.mkdir(parents=True, exist_ok=True)
            catalogue.RUSSIAN.write_text(text)
            catalogue.compile_changed()
        if faults := list(catalogue.faults(words)):
            raise CommandError("\n".join(faults))
        if not catalogue.RUSSIAN.exists() or catalogue.RUSSIAN.read_text() != text:
            raise CommandError("locale/ru is not up to date: run `make messages`.")
        self.stdout.write(f"{len(words)} messages, all in Russian.")
