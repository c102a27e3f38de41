"""A stranger at every address: with both walls, with either one alone, and with none, to see that the test can fail.

Whatever a stranger asks for is the 404 of something that never was, byte for byte.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.addresses import TENANT, Address
from tests.factories import make_tenant
from tests.knocking import HTMX, PLAIN, browser_of, knock
from tests.walls import BOTH, DATABASE_ONLY, NONE, ORM_ONLY, standing
from tests.world import BRAND_SECRET, ORGANIZATION_SECRET, World, make_world

OBJECTS = [name for name, address in TENANT.items() if address.has_object]
LISTS = [name for name, address in TENANT.items() if not address.has_object and "GET" in address.methods]
pytestmark = pytest.mark.django_db
HOW = pytest.mark.parametrize("headers", [PLAIN, HTMX], ids=["plain", "htmx"])


@dataclass(frozen=True)
class Visit:
    """A stranger, who owns an organization without a single risk, story or answer, comes to ours."""

    walls: str
    ours: World
    stranger: Client
    home: str


@pytest.fixture(scope="module", params=[BOTH, ORM_ONLY, DATABASE_ONLY, NONE])
def visit(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Visit]:
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        standing(request.param, patch),
        transaction.atomic(),
    ):
        rival = make_tenant("rival")
        yield Visit(request.param, make_world(make_tenant("acme")), browser_of(rival.owner), rival.slug)
        transaction.set_rollback(True)


def answers(visit: Visit, address: Address, url: str, headers: Mapping[str, str]) -> list[HttpResponse]:
    return [knock(visit.stranger, verb, url, headers) for verb in address.methods]


def seen(found: list[HttpResponse]) -> list[tuple[int, bytes]]:
    return [(answer.status_code, answer.content) for answer in found]


@HOW
@pytest.mark.parametrize("name", TENANT)
def test_our_organization_looks_like_none_at_all(name: str, headers: Mapping[str, str], visit: Visit) -> None:
    address = TENANT[name]

    ours = seen(answers(visit, address, address.url(name, visit.ours), headers))
    nobodys = seen(answers(visit, address, address.url(name, visit.ours, slug="nobody"), headers))

    assert {status for status, _ in ours} == {404}
    assert ours == nobodys


@HOW
@pytest.mark.parametrize("name", OBJECTS)
def test_our_object_below_the_strangers_address_was_never_there(
    name: str, headers: Mapping[str, str], visit: Visit
) -> None:
    address = TENANT[name]

    ours = seen(answers(visit, address, address.url(name, visit.ours, slug=visit.home), headers))
    nobodys = seen(answers(visit, address, address.url_of_nothing(name, visit.ours, slug=visit.home), headers))

    assert {status for status, _ in nobodys} == {404}
    if visit.walls == NONE:
        assert {status for status, _ in ours} & {404} == set()
    else:
        assert ours == nobodys


@HOW
def test_no_page_of_a_stranger_shows_a_word_of_ours(headers: Mapping[str, str], visit: Visit) -> None:
    leaks = [
        name
        for name in LISTS
        for answer in answers(visit, TENANT[name], TENANT[name].url(name, visit.ours, slug=visit.home), headers)
        if BRAND_SECRET in answer.content.decode() or ORGANIZATION_SECRET in answer.content.decode()
    ]

    assert bool(leaks) == (visit.walls == NONE)
