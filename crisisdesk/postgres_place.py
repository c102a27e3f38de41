"""Where the private PostgreSQL keeps its files, and as whom it runs. Imports no Django."""

import hashlib
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crisisdesk.postgres_programs import EmbeddedError

SOCKET_PATH_LIMIT: Final = 90  # the kernel takes 107 bytes, the server adds its own file's name
CLOSED_HOME: Final = Path("/var/lib/crisisdesk")


def server_user() -> pwd.struct_passwd | None:
    """Root must hand the server to somebody else; anybody else runs it himself."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError("PostgreSQL does not run as root: add a user named postgres.")


def server_place(home: Path, user: pwd.struct_passwd | None) -> Path:
    """Beside the rest of the data, unless root's folder is closed to the server's user (a clone in /root)."""
    beside = home / "postgres"
    if user is None:
        return beside
    home.mkdir(parents=True, exist_ok=True)  # its rights must stand before they are judged
    if all(folder.stat().st_mode & 0o001 for folder in beside.parents):
        return beside
    return CLOSED_HOME / _short(home)


def socket_folder(place: Path) -> Path:
    if len(os.fsencode(place / "socket")) <= SOCKET_PATH_LIMIT:
        return place / "socket"
    return Path("/tmp") / f"crisisdesk-{_short(place)}"  # noqa: S108 -- its owner is checked before use


@contextmanager
def readable_folders() -> Iterator[None]:
    """Root's umask may hide from the server's user the folders that are made for it."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
