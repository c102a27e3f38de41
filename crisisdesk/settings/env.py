"""The one place that reads the environment. Every value has a default that works on a laptop."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from crisisdesk.embedded import databases
from crisisdesk.secret_files import kept_secret

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = os.environ.get("CRISISDESK_PRODUCTION", "") == "1"
HOME = Path(os.environ.get("CRISISDESK_HOME") or ROOT / ".crisisdesk").resolve()
EMBEDDED = not (os.environ.get("DATABASE_URL") or PRODUCTION)  # the private PostgreSQL of this folder


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def demo() -> bool:
    """Whether there is a world to look at; its passwords are printed on the sign-in page."""
    wanted = flag("CRISISDESK_DEMO", default=not PRODUCTION)
    if wanted and PRODUCTION:
        raise ImproperlyConfigured("CRISISDESK_DEMO=1 opens the desk to everybody: unset it in production.")
    return wanted


def secret(name: str) -> str:
    """From the environment; in production nowhere else, on a laptop made once, mode 0600."""
    if value := os.environ.get(name):
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"Set {name}: production does not invent its own secrets.")
    return kept_secret(HOME / "secrets" / name.lower())


def database() -> dict[str, object]:
    """The login that serves: DATABASE_URL, else the private PostgreSQL of this folder."""
    if url := os.environ.get("DATABASE_URL"):
        return from_url(url)
    if PRODUCTION:
        raise ImproperlyConfigured("Set DATABASE_URL to the plain role's login; production runs on a real server.")
    return dict(databases(HOME).app)


def database_owner() -> dict[str, str]:
    """Who migrates: DATABASE_OWNER_URL; empty where nothing may migrate."""
    if url := os.environ.get("DATABASE_OWNER_URL"):
        parts = from_url(url)
        return {"USER": str(parts["USER"]), "PASSWORD": str(parts["PASSWORD"])}
    if os.environ.get("DATABASE_URL") or PRODUCTION:
        return {}
    owner: Mapping[str, object] = databases(HOME).owner
    return {"USER": str(owner["USER"]), "PASSWORD": str(owner["PASSWORD"])}


def from_url(url: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name`, a socket folder as `?host=/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


PORT = number("PORT", 8000)
