"""What keeps this installation from working, and what to do about it. Looks, changes nothing."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Final

from celery import current_app
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError

from crisisdesk.heartbeat import BEAT, SILENT_AFTER, WORKER, ages
from crisisdesk.walls import refuse_to_start_without_walls
from crisisdesk.work import overdue

OLDEST_POSTGRESQL: Final = 150_000
LEAST_FREE_BYTES: Final = 1024**3
LATE: Final = timedelta(minutes=5)
BROKER_SECONDS: Final = 3
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class Fault(Exception):  # noqa: N818 -- a finding, not a failure of ours
    """Something is wrong; the sentence says what, and what to do."""


@dataclass(frozen=True)
class Finding:
    about: str
    ok: bool
    says: str


def examine() -> list[Finding]:
    """From the ground up; what stands on a faulty ground is not looked at."""
    findings = [_look("database", _database)]
    if findings[0].ok:
        findings.append(_look("migrations", _migrations))
        if findings[-1].ok:
            findings += [_look(about, check) for about, check in TABLE_CHECKS.items()]
    return findings + [_look(about, check) for about, check in OTHER_CHECKS.items()]


def _look(about: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(about, ok=True, says=check())
    except (Fault, ImproperlyConfigured) as fault:
        return Finding(about, ok=False, says=str(fault))


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            number, version = cursor.fetchone() or (0, "?")
    except DatabaseError as error:
        remedy = "start the desk with `make run`" if settings.EMBEDDED else "look at DATABASE_URL and at the server"
        raise Fault(f"PostgreSQL does not answer ({_first_line(error)}): {remedy}.") from error
    if number < OLDEST_POSTGRESQL:
        raise Fault(f"PostgreSQL {version} is too old: 15 or newer is needed.")
    return f"PostgreSQL {version} answers {settings.DATABASE_APP_ROLE}."


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Fault(f"Migrations are not applied ({len(missing)}): run `manage.py migrate` with DATABASE_OWNER_URL.")
    return "Every migration is applied."


def _walls() -> str:
    refuse_to_start_without_walls()
    return "Row-level security stands on every customer's table, and the role that serves is a plain one."


def _sign_of(name: str, program: str) -> Callable[[], str]:
    def check() -> str:
        age = ages()[name]
        if age is None or age > SILENT_AFTER.total_seconds():
            last = "never gave a sign of life" if age is None else f"gave its last sign of life {age:.0f} s ago"
            raise Fault(f"The {name} {last}: `make run` keeps one, elsewhere start `celery -A crisisdesk {program}`.")
        return f"The {name} gave a sign of life {age:.0f} s ago."

    return check


def _work() -> str:
    late = {name: count for name, count in overdue(LATE).items() if count}
    if late:
        counts = ", ".join(f"{count} of {name}" for name, count in late.items())
        raise Fault(f"Work waits for longer than five minutes ({counts}): start more workers or read their log.")
    return "No work waits for longer than five minutes."


def _broker() -> str:
    try:
        with current_app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
            name = line.transport.driver_type
    except OperationalError as error:
        raise Fault(f"The broker does not answer ({_first_line(error)}): look at CELERY_BROKER_URL.") from error
    return f"The broker answers ({name})."


def _disk() -> str:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE_BYTES:
        raise Fault(f"Only {free / 1024**3:.1f} GiB are free in {settings.HOME}: make room.")
    return f"{free / 1024**3:.1f} GiB are free in {settings.HOME}."


def _secrets() -> str:
    folder = settings.HOME / "secrets"
    open_files = [file for file in [folder, *folder.glob("*")] if file.exists() and file.stat().st_mode & OTHERS]
    if open_files:
        raise Fault(f"Others may read {', '.join(map(str, open_files))}: chmod go= and change those secrets.")
    return "Nobody else may read the secrets."


def _mail() -> str:
    backend = get_connection()  # refuses a folder that cannot be written
    if not isinstance(backend, EmailBackend):
        return f"Mail goes to {settings.EMAIL_FILE_PATH}."
    try:
        backend.open()
        backend.close()
    except (OSError, SMTPException) as error:
        raise Fault(f"{settings.EMAIL_HOST} takes no mail ({_first_line(error)}): look at EMAIL_HOST.") from error
    return f"{settings.EMAIL_HOST} takes mail."


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


TABLE_CHECKS: Final = {
    "walls": _walls,
    WORKER: _sign_of(WORKER, "worker"),
    BEAT: _sign_of(BEAT, "beat"),
    "work": _work,
}
OTHER_CHECKS: Final = {"broker": _broker, "disk": _disk, "secrets": _secrets, "mail": _mail}


def lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{'ok   ' if finding.ok else 'FAULT'} {finding.about:<10} {finding.says}"
