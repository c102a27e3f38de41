"""Waiting for signals, in the process that gets them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from crisisdesk.signals_seen import SignalsSeen

# Signals rain on a process that does nothing but wait: sooner or later one comes while it holds what it waits with.
CLOUD = """
import os, sys, time
for _ in range(3_000):
    os.kill(int(sys.argv[1]), 10)
    time.sleep(0.0007)
"""
RAINED_ON = f"""
import os, signal, subprocess, sys
from crisisdesk.signals_seen import SignalsSeen
seen = SignalsSeen(signal.SIGUSR1)
cloud = subprocess.Popen([sys.executable, "-c", {CLOUD!r}, str(os.getpid())])
while cloud.poll() is None:
    seen.wait(0.0001, 10**9)
print("alive", seen.count > 1_000, flush=True)
"""


@pytest.fixture
def seen() -> Iterator[SignalsSeen]:
    before = signal.getsignal(signal.SIGUSR1)
    yield SignalsSeen(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def send(after: float, times: int = 1) -> None:
    def later() -> None:
        for _ in range(times):
            time.sleep(after)
            os.kill(os.getpid(), signal.SIGUSR1)

    threading.Thread(target=later, daemon=True).start()


def test_a_signal_ends_the_wait_at_once(seen: SignalsSeen) -> None:
    send(0.05)
    began = time.monotonic()

    assert seen.wait(30)
    assert time.monotonic() - began < 10


def test_without_a_signal_the_time_runs_out(seen: SignalsSeen) -> None:
    assert not seen.wait(0.05)
    assert not seen.wait(0)


def test_a_second_signal_is_counted_apart(seen: SignalsSeen) -> None:
    send(0.02, times=2)

    assert (seen.wait(30), seen.wait(30, 2), seen.wait(0.05, 3)) == (True, True, False)


def test_a_rain_of_signals_does_not_stop_who_waits() -> None:
    done = subprocess.run([sys.executable, "-c", RAINED_ON], capture_output=True, text=True, timeout=50, check=False)

    assert (done.stdout, done.stderr) == ("alive True\n", "")
