"""Who is killed, and when: a seed says so."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.desk import Desk

VICTIMS = {"web": b"granian", "worker": b"\0worker\0", "beat": b"\0beat\0", "postgres": b""}


class Killer(threading.Thread):
    """Kills each kind of process equally often, in an order and after pauses that the seed gives."""

    def __init__(self, desk: Desk, *, kills: int, seed: int, seconds: float) -> None:
        super().__init__(daemon=True)
        self._desk, self._chance = desk, random.Random(seed)
        self._plan = [list(VICTIMS)[number % len(VICTIMS)] for number in range(kills)]
        self._chance.shuffle(self._plan)
        self._pause = seconds / kills
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        for kind in self._plan:
            time.sleep(self._pause * self._chance.uniform(0.3, 1.7))
            while not self._kill(kind):
                time.sleep(0.2)

    def _kill(self, kind: str) -> bool:
        """One of its processes, its first included. Not there just now: it has not come back since the last kill."""
        with suppress(OSError, ValueError):
            family = list(self._family(kind))
            if family:
                os.kill(self._chance.choice(family), signal.SIGKILL)
                self.killed[kind] += 1
                return True
        return False

    def _family(self, kind: str) -> Iterator[int]:
        if kind == "postgres":
            first = self._desk.postmaster()
        else:
            pids = [leader.pid for leader in self._desk.leaders()]
            first = next((pid for pid in pids if VICTIMS[kind] in Path(f"/proc/{pid}/cmdline").read_bytes()), 0)
        if not first:
            return
        for _ in range(2):  # the first of them as often as all the others together
            yield first
        yield from (pid for pid in _all() if _parent(pid) == first)


def _all() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
