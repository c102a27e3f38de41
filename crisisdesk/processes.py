"""What the kernel says about processes. A number alone proves nothing: it is given out again. Imports no Django."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KILL_SECONDS: Final = 5


@dataclass(frozen=True)
class Leader:
    """The first process of a session, named so that nobody who gets its number later is taken for it."""

    pid: int
    started: int  # in the kernel's ticks since boot
    boot: str


def leader(pid: int) -> Leader:
    found = _stat(pid)
    return Leader(pid, found.started if found else 0, _boot())


def end_session(of: Leader) -> int:
    """Kill what is left of a session, its leader alive or not. Says how many there were."""
    ended = set()
    deadline = time.monotonic() + KILL_SECONDS
    while (members := list(_members(of))) and time.monotonic() < deadline:
        end_all(members)
        ended.update(members)
        time.sleep(0.05)
    return len(ended)


def end_all(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def title_of(pid: int) -> str:
    """What it calls itself; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def working_in(folder: Path) -> Iterator[int]:
    """Who has this folder as working directory, as far as we may see."""
    for pid in _all():
        with suppress(OSError):
            if Path(f"/proc/{pid}/cwd").readlink() == folder:
                yield pid


@dataclass(frozen=True)
class _Stat:
    state: str
    session: int
    started: int


def _members(of: Leader) -> Iterator[int]:
    first = _stat(of.pid)
    if of.boot != _boot() or (first and first.started != of.started):
        return  # the number belongs to a stranger now, so the session ended long ago
    for pid in _all():
        found = _stat(pid)
        if found and found.session == of.pid and found.started >= of.started and found.state != "Z":
            yield pid


def _stat(pid: int) -> _Stat | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return _Stat(state=fields[0], session=int(fields[3]), started=int(fields[19]))


def _all() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
