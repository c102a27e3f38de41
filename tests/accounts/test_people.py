"""The pages of the people: who is here, what they may, who is invited."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership
from accounts.services.invitations import invite
from accounts.services.members import change_expiry
from crisisdesk.tenancy import organization_scope
from notifications.models import Email
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def url(tenant: Tenant, name: str, pk: int | None = None) -> str:
    return reverse(f"accounts:{name}", args=[tenant.slug] if pk is None else [tenant.slug, pk])


def now(tenant: Tenant, member: Membership) -> tuple[str, bool, bool]:
    with organization_scope(tenant.id):
        member.refresh_from_db()
    return (member.role, member.limited, member.removed_at is None)


def test_the_list_says_who_is_here_in_which_role_and_until_when(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_member(tenant.organization, "viewer", brands=(tenant.brand,))
        until = timezone.now() + timedelta(days=40)
        change_expiry(actor=tenant.admin, member=tenant.viewer, expires_at=until)

    body = client_of(tenant.agent).get(url(tenant, "people")).content.decode()

    for member in tenant.members().values():
        assert member.user.email in body
    assert (">you<" in body, "All brands" in body, f"until {until:%b. %-d, %Y}"[:9] in body) == (True, True, True)
    assert url(tenant, "person", tenant.admin.pk) not in body


def test_people_need_the_same_queries_for_few_and_many(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)
    with organization_scope(tenant.id):
        make_member(tenant.organization, "agent", brands=(tenant.brand,))
        invite(actor=tenant.admin, email="a@desk.test", role="agent", brands=[tenant.brand])

    for_one = queries_of(client, url(tenant, "people"))
    with organization_scope(tenant.id):
        for number in range(2):
            make_member(tenant.organization, "agent", brands=(tenant.brand,))
            invite(actor=tenant.admin, email=f"b{number}@desk.test", role="agent", brands=[tenant.brand])

    assert queries_of(client, url(tenant, "people")) == for_one


def test_an_admin_changes_role_brands_and_end_in_one_form(tenant: Tenant, client_of: ClientOf) -> None:
    client, page = client_of(tenant.admin), url(tenant, "person", tenant.agent.pk)
    day = timezone.localdate() + timedelta(days=9)
    words = {"role": "viewer", "scope": "some", "brands": [tenant.brand.pk], "last_day": day.isoformat()}

    answer = client.post(page, words, follow=True)
    again = client.get(page).content.decode()

    assert answer.redirect_chain == [(url(tenant, "people"), 303)]
    assert now(tenant, tenant.agent) == ("viewer", True, True)
    assert f'value="{day.isoformat()}"' in again
    assert tenant.agent.expires_at == timezone.make_aware(
        timezone.datetime.combine(day + timedelta(days=1), timezone.datetime.min.time())  # type: ignore[attr-defined]  # a module's re-export
    )


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"role": "owner"}, 422, "Select a valid choice"),
        ({"role": "admin", "scope": "some", "brands": "ours"}, 422, "see every brand"),
        ({"scope": "some"}, 422, "Choose one brand at least."),
        ({"scope": "some", "brands": "theirs"}, 422, "Select a valid choice"),
        ({"last_day": "2020-01-01"}, 422, "a day to come"),
        ({"last_day": "9999-12-31"}, 422, "Choose a nearer day."),
        ({"last_day": "soon"}, 422, "Enter a valid date."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    tenant: Tenant, rival: Tenant, client_of: ClientOf, wrong: dict[str, str], status: int, sentence: str
) -> None:
    brands = {"ours": [tenant.brand.pk], "theirs": [rival.brand.pk]}
    words = {"role": "agent", "scope": "all"} | wrong | {"brands": brands.get(wrong.get("brands", ""), [])}

    answer = client_of(tenant.admin).post(url(tenant, "person", tenant.agent.pk), words)

    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert now(tenant, tenant.agent) == ("agent", False, True)


def test_an_admin_does_not_touch_the_owner(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    changed = client.post(url(tenant, "person", tenant.owner.pk), {"role": "agent", "scope": "all"})
    removed = client.post(url(tenant, "person_remove", tenant.owner.pk))

    assert (changed.status_code, removed.status_code) == (422, 409)
    assert "Only an owner can do this" in changed.content.decode()
    assert now(tenant, tenant.owner) == ("owner", False, True)


def test_a_person_is_removed_after_one_question(tenant: Tenant, client_of: ClientOf) -> None:
    client, page = client_of(tenant.admin), url(tenant, "person_remove", tenant.agent.pk)

    asked = client.get(page).content.decode()
    dialog = client.get(page, headers=HTMX).content.decode()
    answer = client.post(page, follow=True)
    again = client.post(page)

    assert ("<html" in asked, "<html" in dialog, "<dialog" in dialog) == (True, False, True)
    assert answer.redirect_chain == [(url(tenant, "people"), 303)]
    assert now(tenant, tenant.agent) == ("agent", False, False)
    assert again.status_code == 404


def test_whoever_removes_themselves_is_shown_out(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.admin).post(url(tenant, "person_remove", tenant.admin.pk))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_an_invitation_is_sent_sent_again_and_taken_back(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_brand(tenant.organization, "Other")
    client = client_of(tenant.admin)
    words = {"email": "Bo@desk.test", "role": "approver", "scope": "some", "brands": [tenant.brand.pk]}

    sent = client.post(url(tenant, "invite"), words, follow=True)
    with organization_scope(tenant.id):
        row = Invitation.objects.get()
    resent = client.post(url(tenant, "invitation_resend", row.pk), follow=True)
    revoked = client.post(url(tenant, "invitation_revoke", row.pk), follow=True)
    twice = client.post(url(tenant, "invitation_revoke", row.pk))

    assert (row.email, row.role, row.limited, row.invited_by_id) == ("bo@desk.test", "approver", True, tenant.admin.pk)
    assert "on its way to bo@desk.test" in sent.content.decode().lower()
    assert ("Sent again." in resent.content.decode(), "bo@desk.test" in revoked.content.decode()) == (True, False)
    assert twice.status_code == 409
    with organization_scope(tenant.id):
        assert Email.objects.filter(to="bo@desk.test").count() == 2


def test_an_invitation_to_a_member_or_to_no_address_is_refused_with_a_sentence(
    tenant: Tenant, client_of: ClientOf
) -> None:
    client = client_of(tenant.admin)

    known = client.post(url(tenant, "invite"), {"email": tenant.agent.user.email, "role": "agent", "scope": "all"})
    empty = client.post(url(tenant, "invite"), {"email": "", "role": "agent", "scope": "all"})

    assert (known.status_code, "is a member already" in known.content.decode()) == (422, True)
    assert (empty.status_code, "Enter the address to invite." in empty.content.decode()) == (422, True)


def test_an_owner_is_offered_the_owners_role_and_an_admin_is_not(tenant: Tenant, client_of: ClientOf) -> None:
    pages = [client_of(member).get(url(tenant, "invite")).content.decode() for member in (tenant.owner, tenant.admin)]

    assert ['value="owner"' in page for page in pages] == [True, False]


def test_a_member_whose_time_is_over_is_a_stranger(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        Membership.objects.filter(pk=tenant.viewer.pk).update(expires_at=timezone.now())

    assert client_of(tenant.viewer).get(reverse("incidents:overview", args=[tenant.slug])).status_code == 404
