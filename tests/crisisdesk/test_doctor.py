"""Each thing that may be wrong is made wrong, and the doctor says so."""

import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from crisisdesk import doctor
from crisisdesk.celery import app
from crisisdesk.doctor import Finding, examine
from crisisdesk.heartbeat import BEAT, WORKER, pulse
from crisisdesk.tenancy import organization_scope
from mentions.models import WebhookDelivery
from notifications.models import Heartbeat
from tests.factories import Tenant, make_source

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def healthy(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    pulse(WORKER)
    pulse(BEAT)


def faults() -> dict[str, str]:
    return {finding.about: finding.says for finding in examine() if not finding.ok}


def test_a_sound_installation_has_no_fault() -> None:
    findings = examine()

    assert [(finding.about, finding.ok) for finding in findings] == [
        *(("database", True), ("migrations", True), ("walls", True), ("worker", True), ("beat", True)),
        *(("work", True), ("broker", True), ("disk", True), ("secrets", True), ("mail", True)),
    ]


def test_a_worker_that_was_never_started_is_a_fault() -> None:
    Heartbeat.objects.filter(name=WORKER).delete()

    assert faults() == {
        "worker": "The worker never gave a sign of life: `make run` keeps one, "
        "elsewhere start `celery -A crisisdesk worker`."
    }


def test_a_beat_that_fell_silent_is_a_fault() -> None:
    Heartbeat.objects.filter(name=BEAT).update(at=timezone.now() - timedelta(minutes=3))

    assert faults()["beat"].startswith("The beat gave its last sign of life 180 s ago:")


def test_work_that_nobody_does_is_a_fault(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        WebhookDelivery.objects.create(
            organization_id=tenant.id,
            source=make_source(tenant.brand),
            message_id="m1",
            body=b"{}",
            due_at=timezone.now() - timedelta(minutes=6),
        )

    assert faults() == {
        "work": "Work waits for longer than five minutes (1 of WebhookDelivery): start more workers or read their log."
    }


def test_a_missing_migration_hides_what_stands_on_it() -> None:
    ((app, name),) = MigrationLoader(connection).graph.leaf_nodes("notifications")
    MigrationRecorder(connection).record_unapplied(app, name)

    findings = examine()

    assert findings[1] == Finding(
        "migrations",
        ok=False,
        says="Migrations are not applied (1): run `manage.py migrate` with DATABASE_OWNER_URL.",
    )
    assert "walls" not in [finding.about for finding in findings]


def test_an_old_server_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_POSTGRESQL", 990_000)

    assert faults()["database"].endswith("is too old: 15 or newer is needed.")


def test_a_broker_that_is_away_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "amqp://127.0.0.1:1//")

    assert faults() == {
        "broker": "The broker does not answer ([Errno 111] Connection refused): look at CELERY_BROKER_URL."
    }


def test_a_full_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = namedtuple("usage", "free")  # noqa: PYI024 -- stands in for the kernel's answer
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(200 * 1024**2))

    assert faults() == {"disk": f"Only 0.2 GiB are free in {tmp_path}: make room."}


def test_a_secret_that_others_may_read_is_a_fault(tmp_path: Path) -> None:
    secret = tmp_path / "secrets" / "secret_key"
    secret.parent.mkdir(mode=0o700)
    secret.write_text("x")
    secret.chmod(0o640)

    assert faults() == {"secrets": f"Others may read {secret}: chmod go= and change those secrets."}


def test_a_folder_for_mail_that_is_a_file_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.write_text("")

    assert "mail" in faults()


def test_a_mail_server_that_is_away_is_a_fault(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert faults() == {"mail": "127.0.0.1 takes no mail ([Errno 111] Connection refused): look at EMAIL_HOST."}


def test_a_mail_server_that_answers_is_well(settings: Settings) -> None:
    class Mailbox(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                self.wfile.write(b"221 bye\r\n" if line.startswith(b"quit") else b"250 ok\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]

        assert faults() == {}


def test_the_command_lists_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor")

    assert capsys.readouterr().out.splitlines()[3].startswith("ok    worker     The worker gave a sign of life 0 s ago")


def test_without_a_database_the_command_ends_with_1_and_says_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgresql://crisisdesk_app:x@127.0.0.1:1/crisisdesk"},
        capture_output=True,
        text=True,
        check=False,
    )

    first = json.loads(done.stdout)[0]
    assert (done.returncode, first["about"], first["ok"]) == (1, "database", False)
    assert first["says"].endswith(": look at DATABASE_URL and at the server.")
