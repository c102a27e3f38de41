"""A real browser before the real desk. Every context is guarded; every test has an organization of its own."""

import os
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from accounts.models import Membership
from crisisdesk.roles import as_owner
from crisisdesk.tenancy import TenantModel, organization_scope
from tests.e2e.guard import Guard
from tests.e2e.server import processes, wait_for_silence
from tests.factories import Tenant, make_tenant
from tests.world import World, make_world

# Playwright's own event loop runs in this thread; the tests themselves are synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Open = Callable[..., BrowserContext]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" in str(item.path):
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ARGUMENTS}


@pytest.fixture(scope="session")
def database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows are committed: other processes read them. What separates tests is that each has its organization.

    pytest-django makes a database only for tests that are marked, and wraps those in a transaction; ours are not.
    """
    with django_db_blocker.unblock():
        if str(connection.settings_dict["NAME"]).startswith("test_"):
            yield
            return
        with as_owner():
            made = setup_databases(verbosity=0, interactive=False, aliases={"default": None})
        yield
        wait_for_silence()
        with as_owner():
            teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    """Django keeps one connection for code under an event loop and one for code without: this is the former."""
    yield
    connection.close()


@pytest.fixture(scope="session")
def site(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    with processes(("web", "worker", "beat"), port=port, folder=tmp_path_factory.mktemp("desk")) as address:
        yield address


@pytest.fixture(scope="session")
def world(database: None) -> World:
    """One of everything, to be looked at. A test that changes something makes an organization of its own."""
    return make_world(make_tenant("lookout"))


@pytest.fixture(scope="session")
def content(world: World) -> set[str]:
    """Every word that people wrote in this world."""
    words: set[str] = set()
    with organization_scope(world.tenant.id):
        for model in apps.get_models():
            if issubclass(model, TenantModel):
                words |= _words_of(model)
    people = [member.name for member in world.tenant.members().values()]
    return words | {word for name in (world.tenant.organization.name, *people) for word in name.split()}


def _words_of(model: type[TenantModel]) -> set[str]:
    fields = [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    rows = model.objects.values_list(*fields) if fields else ()
    return {word for row in rows for value in row for word in re.findall(r"[^\W\d_]+", str(value))}


@pytest.fixture
def tenant(database: None, request: pytest.FixtureRequest) -> Tenant:
    return make_tenant(f"e2e-{abs(hash(request.node.nodeid)):x}")


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """`visit(member, locale="ru")`: a guarded browser in which this person, or nobody, is signed in."""
    opened: list[tuple[BrowserContext, Guard]] = []

    def begin(member: Membership | None = None, *, locale: str = "en", **options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=site, locale=locale, **{"viewport": {"width": 1440, "height": 900}} | options
        )
        guard = Guard(context, site)
        context.guard = guard  # type: ignore[attr-defined]  # a test may tell it what it provokes
        if member:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(member), "url": site}])
        opened.append((context, guard))
        return context

    yield begin
    for context, _guard in opened:
        context.close()
    assert [fault for _context, guard in opened for fault in guard.faults] == []


def session_of(member: Membership) -> str:
    client = Client()
    client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value
