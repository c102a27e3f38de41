"""The desk as people meet it: its own processes, on real HTTP, over the tests' database."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from crisisdesk import run
from crisisdesk.processes import Leader, end_session, leader

READY_SECONDS = 60
STOP_SECONDS = 10


@contextmanager
def processes(names: tuple[str, ...], *, port: int, folder: Path) -> Iterator[str]:
    """Some of the programs that `make run` starts. Their words stand in `folder`."""
    collect_files(folder / "static")
    commands, started = run.programs(port), list[tuple[subprocess.Popen[bytes], Leader]]()
    try:
        for name in names:
            with (folder / f"{name}.log").open("w") as log:
                process = subprocess.Popen(
                    commands[name],
                    env=environment(port, folder),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                started.append((process, leader(process.pid)))
        site = f"http://127.0.0.1:{port}"
        _wait(site, folder)
        yield site
    finally:
        for process, _first in started:
            process.terminate()
        for process, first in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            end_session(first)
            process.wait()


def collect_files(static: Path) -> None:
    """With hashes in their names and compressed, as every served page names them."""
    storages = {"staticfiles": {"BACKEND": "crisisdesk.web.assets.AssetStorage"}}
    with override_settings(STATIC_ROOT=static, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)


def environment(port: int, folder: Path) -> dict[str, str]:
    """The processes log in as the app role, into the database that the tests write."""
    login = connection.settings_dict
    user, password, name = (quote(str(login[key]), safe="") for key in ("USER", "PASSWORD", "NAME"))
    place = quote(str(login["HOST"]), safe="/")
    return os.environ | {
        "DATABASE_URL": f"postgresql://{user}:{password}@:{login['PORT'] or 5432}/{name}?host={place}",
        "CRISISDESK_HOME": str(folder),
        "CRISISDESK_SERVING": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "SEAL_KEYS": ",".join(settings.SEAL_KEYS),
        "PORT": str(port),
        "PYTHONWARNINGS": "ignore",
        "WEB_THREADS": "4",
    }


def wait_for_silence() -> None:
    """PostgreSQL needs a moment to see that its clients are gone, and drops no database before."""
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            if cursor.fetchone()[0] == 1:
                return
        time.sleep(0.1)


def _wait(site: str, folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site}/healthz", timeout=2) as answer:  # noqa: S310 -- our own http address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    said = "\n".join(log.read_text()[-2000:] for log in folder.glob("*.log"))
    raise RuntimeError(f"{site} does not answer:\n{said}")
