"""A real worker, which gets its calls through the real broker on the real database, and is killed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from kombu import Connection

from crisisdesk.broker import broker
from crisisdesk.heartbeat import ages
from crisisdesk.processes import end_session, leader
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, claim
from mentions.models import Mention, Sighting, Story, WebhookDelivery
from mentions.services.deliveries import read_delivery
from tests.factories import Tenant, make_source, make_tenant

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # of a machine that does much else
BODY = json.dumps([{"id": "1", "text": "Nordwind lost my bag", "author": "@anna", "date": "2026-03-02T12:00:00Z"}])


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def call(task: str, *arguments: int) -> None:
    login = connection.settings_dict
    url, options = broker("", {key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})
    with Connection(url, transport_options=options) as line:
        current_app.send_task(task, args=arguments, connection=line)


class Worker:
    """`celery -A crisisdesk worker` on the test's database."""

    def __init__(self, log: Path) -> None:
        self.log = log
        login = connection.settings_dict
        url = f"postgresql://{quote(login['USER'])}:{quote(login['PASSWORD'])}@/{login['NAME']}"
        url += f"?host={quote(login['HOST'], safe='')}"
        command = [sys.executable, "-m", "celery", "-A", "crisisdesk", "-q", "worker", "-c", "1", "-l", "warning"]
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle"],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"},
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def kill(self) -> None:
        end_session(leader(self.process.pid))
        self.process.wait()


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts one and waits for its sign of life, which comes through the queue."""
    started: list[Worker] = []

    def start() -> Worker:
        _empty_queue()
        started.append(Worker(tmp_path / "worker.log"))
        before = timezone.now()
        call("crisisdesk.pulse")
        wait_for(lambda: (age := ages()["worker"]) is not None and age < (timezone.now() - before).total_seconds())
        return started[-1]

    yield start
    for each in started:
        each.kill()
    _empty_queue()


def _empty_queue() -> None:
    """Messages of a killed worker would come back in another test."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pgmq.q_crisisdesk")


@contextmanager
def mentions_held() -> Iterator[None]:
    """Whoever wants to read or write a mention waits."""
    login = connection.settings_dict
    with (
        psycopg.connect(
            host=login["HOST"], dbname=login["NAME"], user=login["USER"], password=login["PASSWORD"]
        ) as line,
        line.transaction(force_rollback=True),
    ):
        line.execute("LOCK TABLE mentions_mention IN ACCESS EXCLUSIVE MODE")
        yield


def deliver(tenant: Tenant) -> WebhookDelivery:
    with organization_scope(tenant.id):
        row: WebhookDelivery = WebhookDelivery.objects.create(
            organization_id=tenant.id, source=make_source(tenant.brand), message_id="m1", body=BODY.encode()
        )
        return row


def state(row: WebhookDelivery) -> str:
    with organization_scope(row.organization_id):
        row.refresh_from_db()
    return row.state


def expire_lease(row: WebhookDelivery) -> None:
    with organization_scope(row.organization_id):
        WebhookDelivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1), woken_at=None)


def counts(tenant: Tenant) -> tuple[int, int, list[int]]:
    with organization_scope(tenant.id):
        sizes = list(Story.objects.values_list("mentions_count", flat=True))
        return Mention.objects.count(), Sighting.objects.count(), sizes


def test_a_row_that_is_called_is_done(worker: Callable[[], Worker]) -> None:
    tenant = make_tenant("acme")
    row = deliver(tenant)
    worker()

    call(row.task, tenant.id, row.pk)
    wait_for(lambda: state(row) == WorkState.DONE)

    assert counts(tenant) == (1, 1, [1])


def test_a_row_whose_worker_was_killed_in_the_middle_is_done_once(worker: Callable[[], Worker]) -> None:
    tenant = make_tenant("acme")
    row = deliver(tenant)
    first = worker()
    with mentions_held():
        call(row.task, tenant.id, row.pk)
        wait_for(lambda: state(row) == WorkState.RUNNING)
        first.kill()
    expire_lease(row)
    assert (state(row), row.attempts, counts(tenant)) == (WorkState.RUNNING, 1, (0, 0, []))

    worker()
    call("crisisdesk.sweep")
    wait_for(lambda: state(row) == WorkState.DONE)
    call(row.task, tenant.id, row.pk)  # a call too many
    call("crisisdesk.sweep")

    assert counts(tenant) == (1, 1, [1])
    assert (row.rows, row.added, row.known) == (1, 1, 0)


def test_a_worker_that_was_overtaken_writes_nothing(worker: Callable[[], Worker]) -> None:
    tenant = make_tenant("acme")
    row = deliver(tenant)
    slow = worker()
    with mentions_held():
        call(row.task, tenant.id, row.pk)
        wait_for(lambda: state(row) == WorkState.RUNNING)
        expire_lease(row)
        fast = claim(WebhookDelivery, tenant.id, row.pk)
        assert fast
    read_delivery(fast)

    wait_for(lambda: f"WebhookDelivery {row.pk} was taken over; nothing was written" in slow.log.read_text())

    assert (state(row), counts(tenant)) == (WorkState.DONE, (1, 1, [1]))
