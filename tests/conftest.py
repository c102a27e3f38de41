"""Tests serve as the app role: the owner only makes the test database and throws it away."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import Membership
from crisisdesk.celery import app
from crisisdesk.embedded import Embedded
from crisisdesk.roles import log_in_as
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant, make_tenant
from tests.world import World, make_world

APP: dict[str, str] = {}


def pytest_configure() -> None:
    """Wake-up calls stay in this process; what a worker does with them is tested with a real worker."""
    app.conf.update(broker_url="memory://", broker_transport_options={})
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing folder, and warnings fail


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django calls this before it creates the database (and keeps xdist's suffix)."""
    if settings.EMBEDDED:
        Embedded(settings.HOME).start()
    APP.update(log_in_as(settings.DATABASE_OWNER))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """pytest-django's fixture has just created and migrated; after us it drops."""
    log_in_as(APP)
    yield
    log_in_as(settings.DATABASE_OWNER)


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_tenant("acme")


@pytest.fixture
def rival(db: None) -> Tenant:
    return make_tenant("rival")


@pytest.fixture(scope="module")
def acme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all tests of this file: each request is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_tenant("acme"))
        transaction.set_rollback(True)


@pytest.fixture
def inside(tenant: Tenant) -> Iterator[Tenant]:
    """The whole test runs in the tenant's scope."""
    with organization_scope(tenant.id):
        yield tenant


@pytest.fixture
def client_of() -> Callable[[Membership], Client]:
    """A browser in which this member is signed in."""

    def sign_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in
