"""What did not leave is seen, and sent again by a person."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, Membership
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState
from notifications.models import Email
from notifications.services.outbox import write_email
from tests.counting import queries_of
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]


def write(tenant: Tenant, key: str, **fields: object) -> Email:
    with organization_scope(tenant.id):
        row = write_email(organization_id=tenant.id, key=key, to=f"{key}@desk.test", subject=f"About {key}", body="x")
        Email.objects.filter(pk=row.pk).update(**fields)
        return row


def url(tenant: Tenant, name: str = "mail", *pk: int) -> str:
    return reverse(f"notifications:{name}", args=[tenant.slug, *pk])


def test_each_message_says_what_became_of_it(tenant: Tenant, client_of: ClientOf) -> None:
    write(tenant, "one", state=WorkState.DONE)
    write(tenant, "two", state=WorkState.DONE, may_be_double=True)
    write(tenant, "three", state=WorkState.PARKED, reason="550 No <such> person")
    write(tenant, "four", attempts=2, reason="451 Later")
    client = client_of(tenant.admin)

    body = client.get(url(tenant)).content.decode()
    unsent = client.get(url(tenant), {"state": "unsent", "cursor": "\x00"})

    for words in ("Sent, perhaps twice", "550 No &lt;such&gt; person", "tried 2 times", "1 message did not leave."):
        assert words in body
    assert body.count("Send again") == 1
    assert [row.to for row in unsent.context["page"].rows] == ["four@desk.test", "three@desk.test"]


def test_the_list_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.owner)

    write(tenant, "one")
    for_one = queries_of(client, url(tenant))
    write(tenant, "two")
    write(tenant, "three", state=WorkState.PARKED)

    assert queries_of(client, url(tenant)) == for_one


def test_what_is_stuck_is_tried_again_once_and_the_log_says_by_whom(tenant: Tenant, client_of: ClientOf) -> None:
    row = write(tenant, "one", state=WorkState.PARKED, attempts=8, reason="550 No")
    client = client_of(tenant.admin)

    again = client.post(url(tenant, "mail_again", row.pk), follow=True)
    twice = client.post(url(tenant, "mail_again", row.pk))

    assert again.redirect_chain == [(url(tenant), 303)]
    assert "It is tried again." in again.content.decode()
    assert twice.status_code == 409
    with organization_scope(tenant.id):
        row.refresh_from_db()
        entry = AuditEntry.objects.get()
    assert (row.state, row.attempts, row.reason) == (WorkState.WAITING, 0, "")
    assert (entry.verb, entry.actor_id) == ("email.sent_again", tenant.admin.pk)


def test_an_empty_list_says_so(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    assert "Nothing was sent yet" in client.get(url(tenant)).content.decode()
    assert "Everything has left" in client.get(url(tenant), {"state": "unsent"}).content.decode()
