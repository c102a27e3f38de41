"""Numbers, times and places that no page of ours has written: another answer, never a crash."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant, make_story
from tests.incidents.rows import opened
from tests.incidents.test_queue import HTMX, url

ClientOf = Callable[[Membership], Client]
LONG = "9" * 4_400  # more digits than Python reads
FAR = "2026-01-01T00:00:00%2B23:59"  # further away than any place on earth
FIRST = "0001-01-01T00:00:00%2B14:00"


@pytest.mark.parametrize("number", [LONG, "9" * 30, "-1", "²", "１"])
def test_a_number_that_is_no_key_finds_nothing(number: str, tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)
        incident = opened(tenant, make_story(tenant.brand))

    answers = [
        client.get(url(tenant, f"incidents/new/?story={number}")),
        client.get(url(tenant, f"incidents/{incident.number}/news/?after={number}"), headers=HTMX),
        client.get(url(tenant, f"stories/{story.pk}/reply/?mention={number}")),
        client.get(url(tenant, f"queue/?source={number}&sel={number}")),
    ]

    named = 404 if number.isdecimal() else 200  # else the first mention is meant
    assert [answer.status_code for answer in answers] == [404, 200, named, 200]


@pytest.mark.parametrize("moment", [FAR, FIRST, "soon", ""])
def test_a_time_from_nowhere_asks_for_nothing(moment: str, tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).get(url(tenant, f"queue/new/?since={moment}"), headers=HTMX)

    assert answer.status_code == 200


@pytest.mark.parametrize(("moment", "status"), [("2026-01-01T00:00:00+23:59", 303), ("0001-01-01T00:00:00+14:00", 422)])
def test_a_note_of_a_far_zone_is_of_its_moment_or_refused(
    moment: str, status: int, tenant: Tenant, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        incident = opened(tenant)
    words = {"text": "He called", "happened_at": moment}

    answer = client_of(tenant.agent).post(url(tenant, f"incidents/{incident.number}/note/"), words)

    assert answer.status_code == status
