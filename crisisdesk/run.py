"""`make run`: everything of the desk from one command, until Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.core.management import get_commands
from django.db import DatabaseError, connection

from crisisdesk.embedded import Embedded
from crisisdesk.heartbeat import SILENT_AFTER, ages
from crisisdesk.postgres_programs import EmbeddedError
from crisisdesk.run_folder import RunFolder
from crisisdesk.supervisor import STOPPED_BY, Supervisor, say
from crisisdesk.web.collected import collected_before, remember_collected
from crisisdesk.web.context import DEMO_PASSWORD

ADDRESS: Final = "127.0.0.1"
ROLES: Final = ("owner", "admin", "approver", "agent", "agent2", "viewer")
DEMO_SIGN_INS: Final = (*(f"{role}@demo.crisisdesk.test" for role in ROLES), "owner@other.crisisdesk.test")
LOST_SECONDS: Final = 30  # without an answer, though nothing is being recovered
FIRE_IN: Final = "60"  # seconds; the greeting is read and somebody signs in meanwhile
PAGE_SECONDS: Final = 8  # a page in flight gets so long to end, within the supervisor's own patience
MANAGE: Final = (sys.executable, str(settings.BASE_DIR / "manage.py"))
CELERY: Final = (sys.executable, "-m", "celery", "--app", "crisisdesk.celery:app", "--quiet")
SERVING: Final = {"CRISISDESK_SERVING": "1", "PYTHONWARNINGS": "ignore"}


class RunError(RuntimeError):
    """The desk does not start; the sentence says what to do."""


def run() -> None:
    """Returns when a signal has ended everything. Raises RunError, EmbeddedError, AlreadyRunningError."""
    began = time.monotonic()
    folder = RunFolder(settings.HOME)
    for number in STOPPED_BY:
        signal.signal(number, _interrupt)
    with folder.held(site()):
        folder.end_orphans()
        _refuse_taken_port(settings.PORT)
        server = Embedded(settings.HOME) if settings.EMBEDDED else None
        try:
            if server:
                server.start()
            prepare()
            watch = _Watch(server)
            supervisor = Supervisor(
                folder,
                programs(settings.PORT),
                environment=os.environ | SERVING,
                keep_database=watch.keep_database,
                silent=watch.silent,
            )
            supervisor.run(is_ready=_is_ready, when_ready=lambda: _greet(time.monotonic() - began))
        finally:
            connection.close()
            if server:
                server.stop()


def _interrupt(number: int, _frame: object) -> None:
    """While the desk is being prepared; later the supervisor listens. A second signal must not stop the clearing up."""
    for each in STOPPED_BY:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(signal.Signals(number).name)


def site() -> str:
    return f"http://{ADDRESS}:{settings.PORT}/"


def programs(port: int) -> Mapping[str, Sequence[str]]:
    """What runs. The options of the web server and the worker are measured: docs/platform.md."""
    web = [sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--workers", "2"]
    web += ["--backlog", "4096", "--backpressure", "4000", "--workers-kill-timeout", str(PAGE_SECONDS)]
    web += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--log-level", "warning"]
    web += ["--host", ADDRESS, "--port", str(port), "crisisdesk.asgi:application"]
    worker = [*CELERY, "worker", "--concurrency", "2", "--loglevel", "warning"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # pgmq has no word for them
    return {"web": web, "worker": worker, "beat": [*CELERY, "beat", "--loglevel", "warning"]}


def prepare() -> None:
    """Tables, files for the browser and the demo world, each by a program that ends before the desk serves."""
    if settings.DATABASE_OWNER:
        _call("migrate", "--verbosity", "0")
    else:
        say("DATABASE_OWNER_URL is not set: the tables are taken as they are.")
    if not collected_before():
        _call("collectstatic", "--no-input", "--verbosity", "0")
        remember_collected()
    if settings.DEMO and "seed_demo" in get_commands():
        _call("seed_demo", "--fire-in", FIRE_IN)


def _call(command: str, *arguments: str) -> None:
    done = subprocess.run([*MANAGE, command, *arguments], env=os.environ | SERVING, check=False)  # noqa: S603 -- ours
    if done.returncode:
        raise RunError(f"`manage.py {command}` failed; what it says stands above.")


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what lingers of our own last time is no listener
        try:
            trial.bind((ADDRESS, port))
        except OSError as error:
            raise RunError(f"Port {port} is not free ({error.strerror}): try PORT={port + 1} make run") from error


def _is_ready() -> bool:
    """Production sends us on to https or to another host; whoever answers so is ready too."""
    line = http.client.HTTPConnection(ADDRESS, settings.PORT, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _greet(seconds: float) -> None:
    lines = [f"CrisisDesk is ready at {site()} (after {seconds:.1f} s; Ctrl-C stops everything)"]
    if settings.DEMO:
        lines += [f"Sign in with the password {DEMO_PASSWORD} as", *(f"    {person}" for person in DEMO_SIGN_INS)]
    sys.stdout.write("\n".join(["", *lines, "", ""]))
    sys.stdout.flush()


class _Watch:
    """The supervisor's eyes: is the database there, and who gives no sign of life any more?"""

    def __init__(self, server: Embedded | None) -> None:
        self._server = server
        self._away_since: float | None = None

    def keep_database(self) -> None:
        """Starts the private PostgreSQL again when it has died, or lives without ever coming to itself."""
        if self._server is None:  # others keep it
            return
        if self._server.has_died():
            say("PostgreSQL has died; it starts again.")
        elif self._is_lost():
            say("PostgreSQL lives but does not answer; it is ended and starts again.")
            self._server.kill()
        else:
            return
        self._away_since = None
        try:
            self._server.start()
        except EmbeddedError as error:
            say(str(error))

    def silent(self) -> set[str]:
        """Whose last sign of life is too old. A process that never gave one is not judged by it."""
        try:
            seen = ages()
        except DatabaseError:
            connection.close()
            self._away_since = self._away_since or time.monotonic()
            return set()
        self._away_since = None
        limit = SILENT_AFTER.total_seconds()
        return {name for name, age in seen.items() if age is not None and age > limit}

    def _is_lost(self) -> bool:
        is_late = self._away_since is not None and time.monotonic() - self._away_since > LOST_SECONDS
        return is_late and self._server is not None and not self._server.is_recovering()
