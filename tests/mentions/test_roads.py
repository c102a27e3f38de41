"""The same real week over three roads: a file, signed deliveries, and a feed that nginx serves. One identity each."""

import csv
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from standardwebhooks import Webhook

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, perform
from mentions.enums import SourceKind
from mentions.models import FetchJob, FileImport, Mention, Sighting, Source, WebhookDelivery
from mentions.services.deliveries import read_delivery
from mentions.services.fetching import fetch_source
from mentions.services.imports import confirm_import, run_import, upload_file
from mentions.services.sources import connect_source
from tests.factories import Tenant
from tests.outside import DATA, measured

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
NGINX: Final = shutil.which("nginx") or "/usr/sbin/nginx"
ITEMS_IN_A_FEED: Final = 1_000
PARTS: Final = 500
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (DATA / "airlines" / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def by_file(tenant: Tenant, name: str) -> None:
    with organization_scope(tenant.id):
        content = (DATA / "airlines" / name).read_bytes()
        upload = upload_file(actor=None, brand=tenant.brand, filename=name, content=content, zone=PACIFIC.key)
        confirm_import(actor=None, upload=upload, mapping=upload.mapping, zone=PACIFIC.key)
    while perform(FileImport, tenant.id, upload.pk, run_import):
        pass  # a slow machine needs more turns than one


def by_webhook(tenant: Tenant, rows: list[Row]) -> list[int]:
    """As they stand in the file, in signed parts, to the door itself."""
    with organization_scope(tenant.id):
        settings = {"time_zone": PACIFIC.key}
        source, secret = connect_source(
            actor=None, brand=tenant.brand, kind=SourceKind.WEBHOOK, name="Tool", settings=settings
        )
    url, statuses = reverse("mentions:webhook", args=[source.public_id]), list[int]()
    for start in range(0, len(rows), PARTS):
        body, at = json.dumps(rows[start : start + PARTS]), datetime.now(UTC)
        headers = {
            "webhook-id": f"part-{start}",
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(f"part-{start}", at, body),
        }
        statuses.append(Client().post(url, body, content_type="application/json", headers=headers).status_code)
    with organization_scope(tenant.id):
        waiting = list(WebhookDelivery.objects.filter(state=WorkState.WAITING).values_list("pk", flat=True))
    assert all(perform(WebhookDelivery, tenant.id, pk, read_delivery) for pk in waiting)
    return statuses


def by_feed(tenant: Tenant, site: str, names: list[str]) -> None:
    for name in names:
        with organization_scope(tenant.id):
            source, _ = connect_source(
                actor=None, brand=tenant.brand, kind=SourceKind.FEED, name=name, settings={"url": f"{site}/{name}"}
            )
            job = FetchJob.objects.get(source=source)
        assert perform(FetchJob, tenant.id, job.pk, fetch_source)


def write_feeds(folder: Path, rows: list[Row]) -> list[str]:
    names = []
    for start in range(0, len(rows), ITEMS_IN_A_FEED):
        items = "".join(_item(number, row) for number, row in enumerate(rows[start : start + ITEMS_IN_A_FEED], start))
        names.append(f"{start}.xml")
        (folder / names[-1]).write_text(
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Week</title>'
            f"{items}</channel></rss>"
        )
    return names


def _item(number: int, row: Row) -> str:
    """As a site would: markup escaped, its own counter as the guid, times with a zone."""
    at = datetime.strptime(row["tweet_created"], "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC)
    said = escape(escape(_letters(row["text"])))
    return (
        f'<item><guid isPermaLink="false">{number}</guid><dc:creator>{escape(row["name"])}</dc:creator>'
        f"<pubDate>{format_datetime(at)}</pubDate><description>{said}</description></item>"
    )


def _letters(text: str) -> str:
    """The export keeps entities; a site shows the letters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Iterator[tuple[str, Path]]:
    """nginx from Debian over a folder: real validators, real compression."""
    if not Path(NGINX).exists():
        pytest.skip("nginx is not on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = tmp_path / "site"
    root.mkdir()
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {tmp_path}/pid;\n"
        f"error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; gzip on; gzip_types text/xml application/xml; types {{ application/xml xml; }}\n"
        f"client_body_temp_path {tmp_path}; proxy_temp_path {tmp_path}; fastcgi_temp_path {tmp_path};\n"
        f"uwsgi_temp_path {tmp_path}; scgi_temp_path {tmp_path};\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n"
    )
    settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [port]
    server = subprocess.Popen([NGINX, "-c", str(config), "-p", str(tmp_path)], stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}", root
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx did not start")


@measured
@pytest.mark.parametrize(("name", "size"), [("virgin_america.csv", 504), ("united.csv", 3_822)])
def test_a_real_week_over_three_roads_is_the_same_mentions(
    tenant: Tenant, site: tuple[str, Path], name: str, size: int
) -> None:
    address, root = site
    rows = rows_of(name)
    assert len(rows) == size
    by_file(tenant, name)
    with organization_scope(tenant.id):
        identities = {bytes(each) for each in Mention.objects.values_list("identity", flat=True)}
    assert len(identities) == size

    statuses = by_webhook(tenant, rows)
    by_feed(tenant, address, write_feeds(root, rows))

    assert set(statuses) == {202}
    with organization_scope(tenant.id):
        after = {bytes(each) for each in Mention.objects.values_list("identity", flat=True)}
        kinds = Sighting.objects.values_list("source__kind", flat=True)
        seen = {kind: sum(each == kind for each in kinds) for kind in ("file", "webhook", "feed")}
        faults = list(Source.objects.exclude(reason="").values_list("name", "reason"))
    assert (len(after), after - identities, seen) == (size, set(), dict.fromkeys(seen, size))
    assert faults == []
