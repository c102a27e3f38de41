"""kill -9 of web, worker, beat and PostgreSQL while mentions arrive: is any lost, is any counted twice?

A desk of its own, as `make run` starts it, in $CRISISDESK_HOME, which is thrown away first. Prints one JSON line
and ends with 1 when a figure is wrong. `make kill` or `python -m benchmarks.kill --seed 2`
"""

import argparse
import json
import os
import time
from pathlib import Path

import django

from tests.desk import Desk

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
DESK = Desk(Path(os.environ["CRISISDESK_HOME"]))
if DESK.log.exists():
    DESK.throw_away()  # before the settings make its secrets anew
django.setup()

from django.db import DatabaseError, connection  # noqa: E402 -- needs django.setup()

from accounts.models import Brand, Organization  # noqa: E402 -- the same
from benchmarks.kill.arrivals import Senders, deliveries, external_ids  # noqa: E402 -- the same
from benchmarks.kill.killer import Killer  # noqa: E402 -- the same
from benchmarks.kill.ledger import balance, unfinished  # noqa: E402 -- the same
from crisisdesk.tenancy import organization_scope  # noqa: E402 -- the same
from mentions.enums import SourceKind  # noqa: E402 -- the same
from mentions.models import Source  # noqa: E402 -- the same
from mentions.services.sources import connect_source  # noqa: E402 -- the same

PATIENCE = 1_200  # seconds until it must be quiet


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--mentions", type=int, default=50_000)
    ask.add_argument("--batch", type=int, default=100)
    ask.add_argument("--kills", type=int, default=20)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--seconds", type=float, default=240, help="over which the mentions arrive")
    wanted = ask.parse_args()
    try:
        figures = measure(DESK, wanted)
    finally:
        connection.close()
        DESK.stop()
    print(json.dumps({"benchmark": "kill_everything", **figures}))
    return int(any(count for name, count in figures.items() if name not in HARMLESS))


HARMLESS = {"seed", "mentions", "stories", "deliveries", "kills", "asked_again", "arrival_seconds", "quiet_seconds"}


def measure(desk: Desk, wanted: argparse.Namespace) -> dict[str, object]:
    desk.start()
    source, secret = listen()
    url = f"{desk.site}hooks/{source.public_id}/"
    connection.close()  # the server behind it will not live long
    sent = deliveries(wanted.mentions, wanted.batch, wanted.seed)
    senders = Senders(url, secret, wanted.seed, is_running=desk.is_running)
    killer = Killer(desk, kills=wanted.kills, seed=wanted.seed, seconds=wanted.seconds)
    began = time.monotonic()
    killer.start()
    senders.send(sent, wanted.seconds)
    arrived = time.monotonic()
    killer.join()
    wait_until_quiet(source.organization_id)
    return {
        "seed": wanted.seed,
        "deliveries": len(sent),
        "kills": dict(killer.killed),
        "asked_again": senders.asked_again,
        "arrival_seconds": round(arrived - began, 1),
        "quiet_seconds": round(time.monotonic() - arrived, 1),
        **balance(source.organization_id, external_ids(wanted.mentions), len(sent)),
    }


def listen() -> tuple[Source, str]:
    organization = Organization.objects.create(name="Harbour", slug="harbour")
    with organization_scope(organization.pk):
        brand = Brand.objects.create(organization=organization, name="Nordwind", slug="nordwind", words=["Nordwind"])
        return connect_source(actor=None, brand=brand, kind=SourceKind.WEBHOOK, name="Everything")


def wait_until_quiet(organization_id: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if not unfinished(organization_id):
                return
        except DatabaseError:
            connection.close()
        time.sleep(1)
    raise SystemExit(f"{unfinished(organization_id)} deliveries are still unfinished: see desk.log.")


raise SystemExit(main())
