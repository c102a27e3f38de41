"""A supervisor in a process of its own, over children of a few lines. What it prints is what it does."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.living import lives

DESK = """
import json, os, sys
from pathlib import Path
from crisisdesk import supervisor
from crisisdesk.run_folder import RunFolder
supervisor.TURN_SECONDS, supervisor.LOOK_SECONDS = 0.05, 0.1
home, stop_seconds, settled_seconds, silent, programs = json.loads(sys.argv[1])
supervisor.STOP_SECONDS, supervisor.SETTLED_SECONDS = stop_seconds, settled_seconds
desk = supervisor.Supervisor(
    RunFolder(Path(home)),
    {name: [sys.executable, "-c", code] for name, code in programs.items()},
    environment=os.environ,
    keep_database=lambda: None,
    silent=lambda: set(silent),
)
(Path(home) / "run").mkdir()
looks = iter([False, False, True])
desk.run(is_ready=lambda: next(looks), when_ready=lambda: print("ready", flush=True))
print("all ended", flush=True)
"""
WAIT = "import time; print('here', flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WAIT
BUSY_PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
sys.exit(3)
"""


class Desk:
    """The supervisor's process and the lines that it has printed."""

    def __init__(self, home: Path, programs: dict[str, str], stop: float, settled: float, silent: list[str]) -> None:
        plan = json.dumps([str(home), stop, settled, silent, programs])
        self.process = subprocess.Popen([sys.executable, "-c", DESK, plan], stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []

    def until(self, end: str, times: int = 1) -> list[str]:
        assert self.process.stdout
        while self.lines.count(end) < times:
            line = self.process.stdout.readline()
            assert line, f"{end!r} was never said: {self.lines}"
            self.lines.append(line.strip())
        return self.lines

    def stop(self, *signals: int) -> float:
        began = time.monotonic()
        for number in signals:
            self.process.send_signal(number)
            time.sleep(0.1)
        self.until("all ended")
        assert self.process.wait() == 0
        return time.monotonic() - began


@pytest.fixture
def desks() -> Iterator[list[Desk]]:
    started: list[Desk] = []
    yield started
    for desk in started:
        desk.process.kill()
        desk.process.communicate()


def start(  # what a test is about, it names
    desks: list[Desk],
    home: Path,
    programs: dict[str, str],
    *,
    stop: float = 10,
    settled: float = 60,
    silent: list[str] | None = None,
) -> Desk:
    desk = Desk(home, programs, stop, settled, silent or [])
    desks.append(desk)
    return desk


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_them(desks: list[Desk], tmp_path: Path, number: int) -> None:
    desk = start(desks, tmp_path, {"web": WAIT, "beat": WAIT})
    desk.until("ready")
    leaders = [entry["pid"] for entry in json.loads((tmp_path / "run" / "processes.json").read_text())]
    assert [lives(pid) for pid in leaders] == [True, True]

    desk.stop(number)

    assert [lives(pid) for pid in leaders] == [False, False]
    assert not (tmp_path / "run" / "processes.json").exists()


def test_it_says_once_that_it_is_ready_and_whose_line_it_is(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"web": WAIT})
    desk.until("ready")
    desk.until("web    | here")

    desk.stop(signal.SIGINT)

    assert sorted(desk.lines) == ["all ended", "ready", "web    | here"]


def test_whoever_dies_starts_again_after_a_longer_pause_each_time(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"beat": "import sys; sys.exit(7)"})

    desk.until("desk   | beat ended with 7; it starts again in 3 s.")

    assert [line for line in desk.lines if "ended" in line] == [
        "desk   | beat ended with 7; it starts again in 0 s.",
        "desk   | beat ended with 7; it starts again in 1 s.",
        "desk   | beat ended with 7; it starts again in 3 s.",
    ]
    desk.stop(signal.SIGTERM)


def test_whoever_had_settled_starts_again_at_once(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"beat": "import time, sys; time.sleep(0.3); sys.exit(7)"}, settled=0.1)

    desk.until("desk   | beat ended with 7; it starts again in 0 s.", times=3)
    desk.stop(signal.SIGTERM)

    assert {line for line in desk.lines if "ended with" in line} == {
        "desk   | beat ended with 7; it starts again in 0 s."
    }


def test_the_children_of_the_dead_end_with_them(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"web": BUSY_PARENT})

    lines = desk.until("desk   | web ended with 3; it starts again in 0 s.")

    grandchild = int(next(line for line in lines if line.startswith("web ")).removeprefix("web    | "))
    assert not lives(grandchild)
    desk.stop(signal.SIGTERM)


def test_a_deaf_child_is_ended_after_a_while(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"worker": STUBBORN}, stop=0.5)
    desk.until("worker | here")

    assert 0.5 < desk.stop(signal.SIGINT) < 3


def test_a_second_signal_does_not_wait(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"worker": STUBBORN}, stop=30)
    desk.until("worker | here")

    assert desk.stop(signal.SIGINT, signal.SIGINT) < 3


def test_whoever_lives_but_gives_no_sign_is_started_again(desks: list[Desk], tmp_path: Path) -> None:
    desk = start(desks, tmp_path, {"worker": WAIT, "beat": WAIT}, settled=0.1, silent=["worker"])

    desk.until("desk   | worker gives no sign of life; it is started again.")
    desk.until("worker | here", times=2)
    desk.stop(signal.SIGTERM)

    assert desk.lines.count("beat   | here") == 1
