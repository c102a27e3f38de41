"""`make reset`: throws away what a desk has made in its folder, and nothing else that lies there."""

import shutil
from pathlib import Path
from typing import Final

from crisisdesk.embedded import Embedded

OURS: Final = ("secrets", "static", "mail", "run")


def belongings(home: Path) -> list[Path]:
    """What is there to throw away. The database lies elsewhere when root's folder is closed to its server."""
    server = Embedded(home)
    places = [server.place, *(server.home / name for name in OURS)]
    if not server.socket.is_relative_to(server.place):
        places.append(server.socket)
    return [place for place in places if place.exists()]


def throw_away(home: Path) -> None:
    """Only while the folder is held (`RunFolder.held`)."""
    places = belongings(home)
    server = Embedded(home)
    if (server.data / "PG_VERSION").exists():
        server.stop("immediate")
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
