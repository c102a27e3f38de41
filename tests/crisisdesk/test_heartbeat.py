"""Signs of life, and the clock that gives one."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from crisisdesk import beat
from crisisdesk.beat import Clock
from crisisdesk.celery import app
from crisisdesk.heartbeat import BEAT, WORKER, ages, pulse
from crisisdesk.tasks import sweep_work, worker_pulse
from notifications.models import Heartbeat


def test_who_gave_no_sign_has_no_age(db: None) -> None:
    assert ages() == {"worker": None, "beat": None}


def test_the_last_sign_counts(db: None) -> None:
    pulse(WORKER)
    pulse(BEAT)
    Heartbeat.objects.filter(name=BEAT).update(at=timezone.now() - timedelta(seconds=75))
    pulse(WORKER)

    found = ages()

    assert Heartbeat.objects.count() == 2
    assert found == {"worker": pytest.approx(0, abs=2), "beat": pytest.approx(75, abs=2)}


def test_the_workers_sign_comes_from_a_task(db: None) -> None:
    worker_pulse()

    assert ages()["worker"] is not None


def test_the_sweep_is_a_task(db: None) -> None:
    assert sweep_work() == 0


def test_the_clock_gives_a_sign_when_it_ticks_and_not_at_every_tick(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pulses: list[str] = []
    monkeypatch.setattr(beat, "pulse", pulses.append)
    clock = Clock(app)

    waits = [clock.tick(), clock.tick()]

    assert pulses == [BEAT]
    assert max(waits) <= 10


def test_the_clock_goes_on_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_: str) -> None:
        raise DatabaseError

    monkeypatch.setattr(beat, "pulse", away)

    Clock(app).tick()

    assert "The database is away: no sign of life could be written" in caplog.messages
