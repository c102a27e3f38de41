"""One tenant floods the desk at a hundred times the pace of another: how much later do the other's mentions come?

A desk of its own, as `make run` starts it, in $CRISISDESK_HOME, which is thrown away first. The calm tenant sends a
mention a second, first alone and then beside the flood; from the request to the story that people see. Prints one
JSON line and ends with 1 when the flood more than doubles the calm tenant's p95. `make flood`
"""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Final

import django

from tests.desk import Desk

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
DESK = Desk(Path(os.environ["CRISISDESK_HOME"]))
if DESK.log.exists():
    DESK.throw_away()  # before the settings make its secrets anew
django.setup()

import httpx  # noqa: E402 -- needs django.setup() before the rest
from django.db import connection  # noqa: E402 -- the same

from accounts.models import Brand, Organization  # noqa: E402 -- the same
from crisisdesk.tenancy import organization_scope  # noqa: E402 -- the same
from mentions.enums import SourceKind  # noqa: E402 -- the same
from mentions.models import Match  # noqa: E402 -- the same
from mentions.services.sources import connect_source  # noqa: E402 -- the same
from mentions.sources.signing import signature_of  # noqa: E402 -- the same

SECONDS: Final = 60
FLOOD: Final = 100  # mentions for one of the calm tenant
AT_ONCE: Final = 10  # mentions of the flood in one request
LOOK_SECONDS: Final = 0.02
GIVEN_UP_SECONDS: Final = 30
WARM_UP: Final = 10


class Sender:
    def __init__(self, name: str, site: str) -> None:
        organization = Organization.objects.create(name=name, slug=name.lower())
        with organization_scope(organization.pk):
            brand = Brand.objects.create(organization=organization, name=name, slug=name.lower(), words=[name])
            source, self._secret = connect_source(actor=None, brand=brand, kind=SourceKind.WEBHOOK, name="Everything")
        self.name, self.organization_id = name, organization.pk
        self._url = f"{site}hooks/{source.public_id}/"
        self._client = httpx.Client(trust_env=False, timeout=30)
        self.sent = 0

    def send(self, mentions: int) -> int:
        """Mentions that nobody has said before. The number of the last one."""
        rows = [
            {"text": f"{self.name} lost bag {number} of {number * 7919}", "id": f"{self.name}-{number}"}
            for number in range(self.sent, self.sent + mentions)
        ]
        self.sent += mentions
        body, message_id, at = json.dumps(rows).encode(), f"m{self.sent}", int(time.time())
        signed = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(at),
            "webhook-signature": signature_of(self._secret, message_id, at, body),
        }
        answer = self._client.post(self._url, content=body, headers=signed)
        answer.raise_for_status()
        return self.sent - 1


def main() -> int:
    DESK.start()
    try:
        calm, flood = Sender("Calmwind", DESK.site), Sender("Floodwind", DESK.site)
        _latencies(calm, WARM_UP)
        alone = _p95(_latencies(calm, SECONDS))
        beside = _beside(flood, lambda: _latencies(calm, SECONDS))
        with organization_scope(flood.organization_id):
            read = Match.objects.count()
    finally:
        connection.close()
        DESK.stop()
    figures = {"p95_alone_ms": round(alone * 1000), "p95_beside_ms": round(_p95(beside) * 1000)}
    figures |= {"flood_sent": flood.sent, "flood_read_meanwhile": read}
    print(json.dumps({"benchmark": "flood", **figures, "times": round(_p95(beside) / alone, 2)}))
    return int(_p95(beside) > 2 * alone)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _latencies(sender: Sender, seconds: int) -> list[float]:
    """One mention a second, from the request to the story in the queue."""
    found = []
    for _second in range(seconds):
        began = time.monotonic()
        last = sender.send(1)
        while not _is_there(sender, last) and time.monotonic() - began < GIVEN_UP_SECONDS:
            time.sleep(LOOK_SECONDS)
        found.append(time.monotonic() - began)
        time.sleep(max(0.0, 1 - found[-1]))
    return found


def _is_there(sender: Sender, number: int) -> bool:
    with organization_scope(sender.organization_id):
        return Match.objects.filter(mention__external_id=f"{sender.name}-{number}").exists()


def _beside(flood: Sender, measure: Callable[[], list[float]]) -> list[float]:
    stop = threading.Event()

    def pour() -> None:
        due = time.monotonic()
        while not stop.is_set():
            flood.send(AT_ONCE)
            due += AT_ONCE / FLOOD
            stop.wait(max(0.0, due - time.monotonic()))

    thread = threading.Thread(target=pour)
    thread.start()
    try:
        return measure()
    finally:
        stop.set()
        thread.join()


raise SystemExit(main())
