"""The settings in a process of their own, with nothing in the environment but what the test says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from crisisdesk.settings import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "CRISISDESK_PRODUCTION": "1",
    "SECRET_KEY": "Sm0EnyhPrcGWl2uuQOeTpkLIdAUqBi84YxtvN7fKjZ3w5V6zRo",
    "SEAL_KEYS": "one-to-seal-with,one-of-last-year",
    "ALLOWED_HOSTS": "desk.example.com",
    "SITE_URL": "https://desk.example.com/",
    "DATABASE_URL": "postgresql://crisisdesk_app:x@db.example.com/crisisdesk",
}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def values(*names: str, **environment: str) -> list[Any]:
    code = f"import json; from crisisdesk.settings import base; print(json.dumps([getattr(base, n) for n in {names}]))"
    done = python("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    answer: list[Any] = json.loads(done.stdout)
    return answer


def test_a_laptop_needs_nothing(tmp_path: Path) -> None:
    names = ("PRODUCTION", "DEMO", "EMBEDDED", "PORT", "SITE_URL", "DEBUG", "ALLOWED_HOSTS")

    assert values(*names, CRISISDESK_HOME=str(tmp_path)) == [
        *(False, True, True, 8000, "http://127.0.0.1:8000", False),
        ["127.0.0.1", "localhost", "[::1]", "testserver"],
    ]


def test_a_laptops_secrets_are_made_once_for_nobody_else(tmp_path: Path) -> None:
    home = {"CRISISDESK_HOME": str(tmp_path)}

    first, second = values("SECRET_KEY", "SEAL_KEYS", **home), values("SECRET_KEY", "SEAL_KEYS", **home)

    folder = tmp_path / "secrets"
    assert first == second
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_the_address_follows_the_port(tmp_path: Path) -> None:
    assert values("SITE_URL", CRISISDESK_HOME=str(tmp_path), PORT="8123") == ["http://127.0.0.1:8123"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEAL_KEYS", "DATABASE_URL"])
def test_production_invents_nothing(name: str) -> None:
    done = python("manage.py", "check", **{key: value for key, value in PRODUCTION.items() if key != name})

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"CrisisDesk does not start: Set {name}")


@pytest.mark.parametrize("command", ["check", "run"])
def test_production_refuses_the_demo_world(command: str) -> None:
    done = python("manage.py", command, **PRODUCTION, CRISISDESK_DEMO="1")

    assert (done.returncode, done.stderr) == (
        1,
        "CrisisDesk does not start: CRISISDESK_DEMO=1 opens the desk to everybody: unset it in production.\n",
    )


def test_production_passes_djangos_checks_for_deployment() -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_production_keeps_cookies_to_its_own_host_and_to_https() -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "DEMO", "DEBUG")

    assert values(*names, **PRODUCTION) == ["__Host-session", "__Host-csrf", True, True, False, False]


def test_a_word_where_a_number_belongs_is_said(tmp_path: Path) -> None:
    done = python("manage.py", "check", CRISISDESK_HOME=str(tmp_path), PORT="eighty")

    assert (done.returncode, done.stderr) == (
        1,
        "CrisisDesk does not start: PORT must be a whole number, not 'eighty'.\n",
    )


def test_an_address_of_a_database_is_taken_apart() -> None:
    assert env.from_url("postgresql://app:p%40ss%2Fword@db.example.com:6432/desk?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "desk",
        "USER": "app",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example.com",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_may_listen_on_a_socket() -> None:
    found = env.from_url("postgres://app@/desk?host=%2Fvar%2Frun%2Fpostgresql")

    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/var/run/postgresql", "", {})


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="must begin with postgresql://"):
        env.from_url("mysql://app@db/desk")


def test_only_who_names_an_owner_may_migrate() -> None:
    owner = "postgresql://crisisdesk_owner:y@db.example.com/crisisdesk"

    without = values("DATABASE_OWNER", "DATABASE_APP_ROLE", **PRODUCTION)
    with_owner = values("DATABASE_OWNER", "DATABASE_APP_ROLE", **PRODUCTION, DATABASE_OWNER_URL=owner)

    assert without == [{}, "crisisdesk_app"]
    assert with_owner == [{"USER": "crisisdesk_owner", "PASSWORD": "y"}, "crisisdesk_app"]
