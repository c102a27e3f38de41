"""Keeps the desk's processes alive: starts them, repeats their lines, starts them again, ends them. No Django.

Each child leads a session of its own, so Ctrl-C in a terminal reaches only the supervisor, which ends
them in order, and whatever a dead child leaves behind can be found and ended too.
"""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from crisisdesk.processes import Leader, end_session, leader
from crisisdesk.run_folder import RunFolder
from crisisdesk.signals_seen import SignalsSeen

TURN_SECONDS: Final = 0.5
LOOK_SECONDS: Final = 10  # between questions to the database
STOP_SECONDS: Final = 12
LONGEST_PAUSE: Final = 30
SETTLED_SECONDS: Final = 60  # whoever lived so long starts again at once
HURRIED: Final = 2  # signals: a second one does not wait for the children
STOPPED_BY: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """One program and its life so far."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[str] | None = None
    leader: Leader | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    deaths: int = 0
    pump: threading.Thread | None = field(default=None, repr=False)

    @property
    def age(self) -> float:
        return time.monotonic() - self.started_at

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603 -- our own arguments
            self.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.leader, self.started_at = leader(self.process.pid), time.monotonic()
        self.pump = threading.Thread(target=self._repeat_lines, daemon=True)
        self.pump.start()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """The process and all that it started."""
        if self.leader:
            end_session(self.leader)
        if self.process:
            self.process.wait()
        self.process = self.leader = None

    def _repeat_lines(self) -> None:
        process = self.process
        if process and process.stdout:
            with suppress(ValueError):  # closed under us while we end
                for line in process.stdout:
                    sys.stdout.write(f"{self.name:<6} | {line}")
                    sys.stdout.flush()


class Supervisor:
    """`keep_database` is called each turn; `silent` names the children that show no sign of life any more."""

    def __init__(
        self,
        folder: RunFolder,
        programs: Mapping[str, Sequence[str]],
        *,
        environment: Mapping[str, str],
        keep_database: Callable[[], None],
        silent: Callable[[], set[str]],
    ) -> None:
        self.children = [Child(name, command) for name, command in programs.items()]
        self._folder, self._keep_database, self._silent = folder, keep_database, silent
        self._environment = {**environment, "PYTHONUNBUFFERED": "1"}

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Until a signal comes. A second signal does not wait for the children."""
        signals = SignalsSeen(*STOPPED_BY)
        try:
            self._start_due()
            if self._wait_until(is_ready, signals):
                when_ready()
            self._watch(signals)
        finally:
            self._end(signals)

    def _wait_until(self, is_ready: Callable[[], bool], signals: SignalsSeen) -> bool:
        while not signals.wait(TURN_SECONDS / 2):
            if is_ready():
                return True
            self._turn()
        return False

    def _watch(self, signals: SignalsSeen) -> None:
        look_at = time.monotonic() + LOOK_SECONDS
        while not signals.wait(TURN_SECONDS):
            self._turn()
            if time.monotonic() >= look_at:
                self._end_silent()
                look_at = time.monotonic() + LOOK_SECONDS

    def _turn(self) -> None:
        self._keep_database()
        self._bury()
        self._start_due()

    def _bury(self) -> None:
        for child in self.children:
            if child.process and child.process.poll() is not None:
                code, lived = child.process.returncode, child.age
                child.end()  # its own children would hold the port
                child.deaths = 1 if lived > SETTLED_SECONDS else child.deaths + 1
                pause = min(2 ** (child.deaths - 1) - 1, LONGEST_PAUSE)
                child.start_at = time.monotonic() + pause
                say(f"{child.name} ended with {code}; it starts again in {pause} s.")

    def _start_due(self) -> None:
        due = [child for child in self.children if not child.process and time.monotonic() >= child.start_at]
        for child in due:
            child.start(self._environment)
        if due:
            self._folder.remember(child.leader for child in self.children if child.leader)

    def _end_silent(self) -> None:
        silent = self._silent()
        for child in self.children:
            if child.name in silent and child.process and child.age > 2 * SETTLED_SECONDS:
                say(f"{child.name} gives no sign of life; it is started again.")
                child.end()

    def _end(self, signals: SignalsSeen) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.process and child.process.poll() is None for child in self.children):
            if time.monotonic() > deadline or signals.wait(0.05, HURRIED):
                break
        for child in self.children:
            child.end()
        self._folder.end_orphans()


def say(sentence: str) -> None:
    sys.stdout.write(f"desk   | {sentence}\n")
    sys.stdout.flush()
