"""One link, one address, one use, seven days."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import Role
from accounts.models import AuditEntry, Invitation, Membership, User
from accounts.queries.invitations import hash_of
from accounts.services.invitations import (
    accept_invitation,
    invite,
    join_by_invitation,
    resend_invitation,
    revoke_invitation,
)
from accounts.services.members import change_role, remove_member
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.sealed import unseal
from crisisdesk.tenancy import organization_scope
from notifications.models import Email
from tests.factories import Tenant, make_brand, make_tenant
from tests.playbooks.races import at_once

ClientOf = Callable[[Membership], Client]
BO = "bo@desk.test"
JOIN = {"name": "Bo Lind", "password": "a long enough pass"}


def sent(tenant: Tenant, role: str = "agent", *, email: str = BO, by: Membership | None = None) -> Invitation:
    with organization_scope(tenant.id):
        return invite(actor=by or tenant.admin, email=email, role=role)


def links(tenant: Tenant) -> list[str]:
    """As they stand in the messages, oldest first."""
    with organization_scope(tenant.id):
        return [unseal(email.secret) for email in Email.objects.order_by("pk") if email.secret]


def path(tenant: Tenant) -> str:
    return re.sub(r"^https?://[^/]+", "", links(tenant)[-1])


def members(tenant: Tenant, email: str = BO) -> list[tuple[str, bool]]:
    with organization_scope(tenant.id):
        return list(Membership.objects.active().filter(user__email=email).values_list("role", "limited"))


def desk(tenant: Tenant) -> str:
    return reverse("incidents:overview", args=[tenant.slug])


def test_the_message_carries_the_link_and_the_database_only_its_hash(tenant: Tenant) -> None:
    invitation = sent(tenant)

    token = path(tenant).removeprefix("/invitations/").rstrip("/")
    with organization_scope(tenant.id):
        email = Email.objects.get()
    assert invitation.token_hash == hash_of(token) and len(token) == 43
    assert (email.to, email.subject) == (BO, "Acme invites you to CrisisDesk")
    assert token not in email.body and "{secret}" in email.body
    assert "Your role: Agent." in email.body


def test_the_message_speaks_the_language_of_the_person_when_they_are_known(tenant: Tenant) -> None:
    User.objects.create_user(BO)
    User.objects.update(language="ru")
    with translation.override("en"):
        sent(tenant)

    with organization_scope(tenant.id):
        assert "приглашает" in Email.objects.get().subject


def test_somebody_new_joins_with_a_name_and_a_password(tenant: Tenant, client: Client) -> None:
    sent(tenant)
    page = client.get(path(tenant))

    answer = client.post(path(tenant), JOIN, follow=True)

    assert (page.status_code, BO in page.content.decode(), "no-store" in page["Cache-Control"]) == (200, True, True)
    assert answer.redirect_chain[0] == (desk(tenant), 303)
    person = User.objects.get(email=BO)
    assert (person.name, person.check_password(JOIN["password"])) == ("Bo Lind", True)
    assert EmailAddress.objects.filter(user=person, verified=True, primary=True).count() == 1
    assert members(tenant) == [("agent", False)]
    assert client.get(path(tenant)).headers["Location"] == desk(tenant)  # once more, it is simply the way in


def test_the_session_of_before_is_not_the_session_of_after(tenant: Tenant, client: Client) -> None:
    sent(tenant)
    client.get("/")
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key

    client.post(path(tenant), JOIN)

    assert client.session.session_key != before


def test_a_weak_password_and_no_name_are_refused_with_sentences(tenant: Tenant, client: Client) -> None:
    sent(tenant)

    answer = client.post(path(tenant), {"name": "", "password": "short"})

    body = answer.content.decode()
    assert (answer.status_code, "<title>Error: " in body, "Enter your name" in body) == (422, True, True)
    assert "at least 10 characters" in body
    assert not User.objects.filter(email=BO).exists()


def test_somebody_with_an_account_signs_in_first_and_then_joins(
    tenant: Tenant, rival: Tenant, client_of: ClientOf, client: Client
) -> None:
    sent(tenant, email=rival.agent.user.email, role="approver")

    outside = client.get(path(tenant)).content.decode()
    browser = client_of(rival.agent)
    asked = browser.get(path(tenant))
    joined = browser.post(path(tenant))
    again = browser.post(path(tenant))

    assert f"{reverse('account_login')}?next={path(tenant)}" in outside
    assert "Your role: Approver." in asked.content.decode()
    assert (joined.headers["Location"], again.headers["Location"]) == (desk(tenant), desk(tenant))
    assert members(tenant, rival.agent.user.email) == [("approver", False)]


def test_the_wrong_person_is_told_so_and_nothing_is_used_up(tenant: Tenant, rival: Tenant, client_of: ClientOf) -> None:
    invitation = sent(tenant)
    browser = client_of(rival.agent)

    for answer in (browser.get(path(tenant)), browser.post(path(tenant), JOIN)):
        body = answer.content.decode()
        assert (answer.status_code, BO in body, rival.agent.user.email in body) == (403, True, True)
    with pytest.raises(DomainError, match="another address"):
        accept_invitation(actor=rival.agent.user, invitation=invitation)
    assert members(tenant, rival.agent.user.email) == []


def test_a_role_in_the_address_raises_nobody(tenant: Tenant, client: Client) -> None:
    sent(tenant, role="viewer")

    client.post(f"{path(tenant)}?role=owner", JOIN | {"role": "owner", "email": "eve@desk.test"})

    assert members(tenant) == [("viewer", False)]


@pytest.mark.parametrize("end", ["used", "over", "taken back", "never was"])
def test_a_link_that_does_not_work_says_so_and_lets_nobody_in(tenant: Tenant, client: Client, end: str) -> None:
    invitation = sent(tenant)
    link = "/invitations/never-was/" if end == "never was" else path(tenant)
    with organization_scope(tenant.id):
        if end == "used":
            Invitation.objects.update(accepted_at=timezone.now())
        if end == "over":
            Invitation.objects.update(expires_at=timezone.now())
        if end == "taken back":
            revoke_invitation(actor=tenant.admin, invitation=invitation)

    answers = [client.get(link), client.post(link, JOIN)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "does not work any more" in answers[0].content.decode()
    assert (members(tenant), User.objects.filter(email=BO).exists()) == ([], False)


def test_sent_again_only_the_new_link_works(tenant: Tenant, client: Client) -> None:
    invitation = sent(tenant)
    first = path(tenant)
    with organization_scope(tenant.id):
        Invitation.objects.update(expires_at=timezone.now())
        resend_invitation(actor=tenant.owner, invitation=invitation)

    assert (client.get(first).status_code, client.get(path(tenant)).status_code) == (410, 200)
    assert len(links(tenant)) == 2


def test_what_was_accepted_is_neither_sent_again_nor_taken_back(tenant: Tenant, client: Client) -> None:
    invitation = sent(tenant)
    client.post(path(tenant), JOIN)

    with organization_scope(tenant.id):
        with pytest.raises(StaleState):
            resend_invitation(actor=tenant.admin, invitation=invitation)
        with pytest.raises(StaleState):
            revoke_invitation(actor=tenant.admin, invitation=invitation)
        assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
            "invitation.sent",
            "member.added",
            "invitation.accepted",
        ]


def test_nobody_is_invited_twice_or_as_a_member_and_an_old_invitation_is_not_in_the_way(tenant: Tenant) -> None:
    sent(tenant)

    with pytest.raises(DomainError, match="invited already"):
        sent(tenant, email="BO@desk.test")
    with pytest.raises(DomainError, match="a member already"):
        sent(tenant, email=tenant.agent.user.email.upper())
    with organization_scope(tenant.id):
        Invitation.objects.update(expires_at=timezone.now())
    assert sent(tenant).is_open


def test_an_account_that_came_meanwhile_is_not_made_twice(tenant: Tenant) -> None:
    invitation = sent(tenant)
    User.objects.create_user(BO)

    with pytest.raises(DomainError, match="has an account already"):
        join_by_invitation(invitation=invitation, name="Bo", password=JOIN["password"])


def test_what_was_taken_back_is_accepted_by_nobody(tenant: Tenant) -> None:
    invitation = sent(tenant)
    with organization_scope(tenant.id):
        revoke_invitation(actor=tenant.admin, invitation=invitation)

    with pytest.raises(StaleState, match="does not work any more"):
        accept_invitation(actor=User.objects.create_user(BO), invitation=invitation)


def test_only_an_owner_invites_an_owner(tenant: Tenant, client: Client) -> None:
    with pytest.raises(DomainError, match="Only an owner"):
        sent(tenant, role="owner")

    sent(tenant, role="owner", by=tenant.owner)
    client.post(path(tenant), JOIN)
    assert members(tenant) == [("owner", False)]


@pytest.mark.parametrize("gone", ["removed", "an agent now"])
def test_whoever_may_not_invite_any_more_lets_nobody_in(tenant: Tenant, client: Client, gone: str) -> None:
    sent(tenant)
    with organization_scope(tenant.id):
        if gone == "removed":
            remove_member(actor=tenant.owner, member=tenant.admin)
        else:
            change_role(actor=tenant.owner, member=tenant.admin, role=Role.AGENT)

    answer = client.post(path(tenant), JOIN)

    assert (answer.status_code, "Ask an admin for a new invitation" in answer.content.decode()) == (422, True)
    assert (members(tenant), User.objects.filter(email=BO).exists()) == ([], False)


def test_the_brands_of_the_invitation_are_the_brands_of_the_member(tenant: Tenant, client: Client) -> None:
    with organization_scope(tenant.id):
        make_brand(tenant.organization, "Other")
        invite(actor=tenant.admin, email=BO, role="agent", brands=[tenant.brand])

    client.post(path(tenant), JOIN)

    with organization_scope(tenant.id):
        member = Membership.objects.get(user__email=BO)
        assert [link.brand for link in member.brand_links.all()] == [tenant.brand]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_membership() -> None:
    tenant = make_tenant("acme")
    bo = User.objects.create_user(BO)
    invitation = sent(tenant)

    def click() -> int:
        return accept_invitation(actor=bo, invitation=invitation).pk

    first, second = at_once(click, click)

    assert first == second
    assert members(tenant) == [("agent", False)]
