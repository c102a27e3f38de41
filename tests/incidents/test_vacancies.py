"""A story whose owner is gone waits for everybody again, and none is given to somebody who cannot see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.services.members import change_role, limit_to_brands, remove_member
from crisisdesk.errors import DomainError
from crisisdesk.tenancy import organization_scope
from incidents.enums import Verdict
from incidents.queries.queue import read_queue
from incidents.queries.queue_filter import QueueFilter
from incidents.services.triage import give_verdict, give_verdicts
from mentions.services.stories import give_story, take_story
from tests.factories import Tenant, make_brand, make_member, make_story
from tests.incidents.test_queue import url

ClientOf = Callable[[Membership], Client]


def leave(tenant: Tenant, member: Membership) -> None:
    remove_member(actor=tenant.owner, member=member)


def expire(tenant: Tenant, member: Membership) -> None:
    Membership.objects.filter(pk=member.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def watch_only(tenant: Tenant, member: Membership) -> None:
    change_role(actor=tenant.owner, member=member, role=Role.VIEWER)


def move_to_another_brand(tenant: Tenant, member: Membership) -> None:
    limit_to_brands(actor=tenant.owner, member=member, brands=[make_brand(tenant.organization)])


@pytest.mark.parametrize("go", [leave, expire, watch_only, move_to_another_brand])
def test_what_somebody_held_who_is_gone_waits_for_everybody(
    go: Callable[[Tenant, Membership], None], inside: Tenant
) -> None:
    gone = make_member(inside.organization, Role.AGENT)
    story, bulk, answered = (make_story(inside.brand) for _ in range(3))
    for each in (story, bulk, answered):
        take_story(actor=gone, story=each)
    assert read_queue(inside.agent, QueueFilter()).total == 0

    go(inside, gone)

    assert read_queue(inside.agent, QueueFilter()).total == 3
    give_verdict(actor=inside.agent, story=answered, verdict=Verdict.REPLY, seen="open")
    assert len(give_verdicts(actor=inside.agent, stories=[bulk], verdict=Verdict.NOISE).verdicts) == 1
    take_story(actor=inside.agent, story=story)
    for each in (story, answered):
        each.refresh_from_db()
        assert each.owner == inside.agent


def test_a_story_is_given_only_to_somebody_who_sees_its_brand(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)
        other = make_member(tenant.organization, Role.AGENT, brands=(make_brand(tenant.organization),))
        same = make_member(tenant.organization, Role.AGENT, brands=(tenant.brand,))
    client, page = client_of(tenant.agent), url(tenant, f"stories/{story.pk}/give/")

    dialog = client.get(page).content.decode()
    answer = client.post(page, {"to": other.pk})

    assert (other.name in dialog, same.name in dialog, answer.status_code) == (False, True, 422)
    with organization_scope(tenant.id):
        with pytest.raises(DomainError, match="does not see this brand"):
            give_story(actor=tenant.agent, story=story, to=other)
        story.refresh_from_db()
        assert story.owner is None
