"""Two people press in the same moment, each in a browser of their own."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from playbooks.models import Approval, Response
from playbooks.services.keeping import hash_of
from tests.factories import make_story, make_tenant
from tests.playbooks.browsing import answer_url
from tests.playbooks.races import at_once
from tests.playbooks.rows import WORDS, submitted


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def posting(client: Client, url: str, words: Mapping[str, object]) -> Callable[[], int]:
    return lambda: client.post(url, words).status_code


@pytest.mark.django_db(transaction=True)
def test_two_approvers_press_at_the_same_moment() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        waiting = submitted(tenant.agent, make_story(tenant.brand))
    url, words = answer_url(tenant, waiting, "approve/"), {"text_hash": waiting.text_hash}

    statuses = at_once(*(posting(browser_of(each), url, words) for each in (tenant.approver, tenant.owner)))

    assert sorted(statuses, key=str) == [303, 409]
    with organization_scope(tenant.id):
        assert Approval.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_an_approval_at_the_same_moment_never_approve_other_words() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        waiting = submitted(tenant.agent, make_story(tenant.brand))

    at_once(
        posting(browser_of(tenant.approver), answer_url(tenant, waiting, "approve/"), {"text_hash": waiting.text_hash}),
        posting(browser_of(tenant.agent), answer_url(tenant, waiting), {"text": "Other words", "revision": 2}),
    )

    with organization_scope(tenant.id):
        row = Response.objects.get()
        approvals = list(Approval.objects.values_list("text_hash", flat=True))
    assert row.text == "Other words" or row.status == "approved"
    assert (row.status == "approved") <= (row.text_hash in approvals)
    assert set(approvals) <= {hash_of(WORDS)}


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_the_same_moment_leave_one_answer_and_both_texts() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)
    url = f"/o/{tenant.slug}/stories/{story.pk}/reply/"

    statuses = at_once(
        *(posting(browser_of(each), url, {"text": each.role}) for each in (tenant.agent, tenant.approver))
    )

    assert sorted(statuses, key=str) == [303, 409]
    with organization_scope(tenant.id):
        row = Response.objects.get()
        assert {row.text, *row.kept_words.values_list("text", flat=True)} == {"agent", "approver"}
