"""The eyes of the supervisor on a real PostgreSQL, which is stopped in its tracks."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from crisisdesk import run
from crisisdesk.embedded import Embedded
from crisisdesk.heartbeat import BEAT, WORKER, pulse
from crisisdesk.processes import working_in
from crisisdesk.reset import throw_away
from crisisdesk.run import LOST_SECONDS, _Watch
from notifications.models import Heartbeat


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    found = Embedded(tmp_path)
    found.start()
    yield found
    found.kill()
    throw_away(tmp_path)


def postmaster(server: Embedded) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def away(monkeypatch: pytest.MonkeyPatch, watch: _Watch, seconds: float) -> None:
    """As if the database had not answered for so long."""

    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(run, "ages", fail)
    assert watch.silent() == set()
    watch._away_since = time.monotonic() - seconds


def test_a_server_that_died_is_started_again(server: Embedded, capsys: pytest.CaptureFixture[str]) -> None:
    os.kill(postmaster(server), signal.SIGKILL)
    while not server.has_died():
        time.sleep(0.05)

    _Watch(server).keep_database()

    assert server.is_running()
    assert capsys.readouterr().out == "desk   | PostgreSQL has died; it starts again.\n"


def test_a_server_that_never_comes_to_itself_is_replaced(
    server: Embedded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = postmaster(server)
    os.kill(before, signal.SIGSTOP)
    watch = _Watch(server)
    away(monkeypatch, watch, LOST_SECONDS + 1)

    watch.keep_database()

    assert (server.is_running(), postmaster(server) == before) == (True, False)
    assert capsys.readouterr().out == "desk   | PostgreSQL lives but does not answer; it is ended and starts again.\n"


def test_when_a_server_was_killed_nothing_of_it_lives(server: Embedded) -> None:
    server.kill()

    assert list(working_in(server.data)) == []


@pytest.mark.parametrize(("seconds", "recovering"), [(LOST_SECONDS - 5, False), (LOST_SECONDS + 500, True)])
def test_a_server_gets_its_time(
    server: Embedded, monkeypatch: pytest.MonkeyPatch, seconds: float, *, recovering: bool
) -> None:
    before, watch = postmaster(server), _Watch(server)
    monkeypatch.setattr(Embedded, "is_recovering", lambda _: recovering)
    away(monkeypatch, watch, seconds)

    watch.keep_database()

    assert postmaster(server) == before


def test_a_server_of_others_is_theirs_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = _Watch(None)
    away(monkeypatch, watch, LOST_SECONDS + 1)

    watch.keep_database()


def test_who_has_not_been_heard_of_for_two_minutes_is_silent(db: None) -> None:
    pulse(WORKER)
    pulse(BEAT)
    assert _Watch(None).silent() == set()
    Heartbeat.objects.filter(name=WORKER).update(at=timezone.now() - timedelta(seconds=125))

    assert _Watch(None).silent() == {"worker"}


def test_who_was_never_heard_of_is_not_judged(db: None) -> None:
    assert _Watch(None).silent() == set()
