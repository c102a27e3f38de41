"""One desk per data folder: the lock that says so, and who its processes are. Imports no Django."""

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from crisisdesk.processes import Leader, end_session


class AlreadyRunningError(RuntimeError):
    """Another supervisor holds the folder."""


class RunFolder:
    def __init__(self, home: Path) -> None:
        self.folder = home / "run"
        self._record = self.folder / "processes.json"

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        """The kernel lets the lock go with its process, however that ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise AlreadyRunningError(lock.read()) from None
            lock.truncate(0)
            lock.write(address)
            lock.flush()
            yield

    def remember(self, leaders: Iterable[Leader]) -> None:
        draft = self._record.with_suffix(".new")
        draft.write_text(json.dumps([asdict(leader) for leader in leaders]))
        draft.replace(self._record)

    def end_orphans(self) -> int:
        """After a kill of the supervisor its children live on and hold the port. Only the holder may call this."""
        try:
            leaders = [Leader(**entry) for entry in json.loads(self._record.read_text())]
        except (OSError, ValueError, TypeError):
            return 0
        ended = sum(end_session(leader) for leader in leaders)
        self._record.unlink(missing_ok=True)
        return ended
