import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from crisisdesk.doctor import examine, lines


class Command(BaseCommand):
    help = "Say what works and what does not, and what to do about it. Ends with 1 when there is a fault."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one object for each finding, for monitoring"
        )

    def handle(self, *, as_json: bool, **_: Any) -> None:  # noqa: ANN401 -- Django's signature
        findings = examine()
        self.stdout.write(
            json.dumps([asdict(finding) for finding in findings]) if as_json else "\n".join(lines(findings))
        )
        if not all(finding.ok for finding in findings):
            raise SystemExit(1)
