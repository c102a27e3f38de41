"""The door, the list of organizations and one's own settings."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, User
from accounts.services.members import Reach, add_member, remove_member
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]
ME = {"name": "Anna Kern", "language": "", "time_zone": "", "theme": "auto", "density": "comfortable"}


def desk(tenant: Tenant) -> str:
    return reverse("incidents:overview", args=[tenant.slug])


def join(tenant: Tenant, person: User) -> None:
    with organization_scope(tenant.id):
        add_member(actor=tenant.admin, organization=tenant.organization, person=person, reach=Reach("viewer"))


@pytest.mark.django_db
def test_outside_it_says_what_it_is_and_where_to_go(client: Client) -> None:
    body = client.get("/").content.decode()

    assert (reverse("account_signup") in body, reverse("account_login") in body) == (True, True)


@pytest.mark.django_db
def test_somebody_without_an_organization_begins(client: Client) -> None:
    client.force_login(User.objects.create_user("anna@desk.test"))

    assert client.get("/").headers["Location"] == reverse("accounts:start")
    assert "Start with your first brand" in client.get(reverse("accounts:organizations")).content.decode()


def test_a_member_of_one_goes_to_its_desk(tenant: Tenant, client_of: ClientOf) -> None:
    assert client_of(tenant.viewer).get("/").headers["Location"] == desk(tenant)


def test_a_member_of_two_chooses_first_and_then_returns_to_the_last(
    tenant: Tenant, rival: Tenant, client_of: ClientOf
) -> None:
    join(rival, tenant.agent.user)
    client = client_of(tenant.agent)

    first = client.get("/").headers["Location"]
    choice = client.get(first).content.decode()
    client.get(reverse("risks:list", args=[rival.slug]))
    then = client.get("/").headers["Location"]

    assert (first, then) == (reverse("accounts:organizations"), desk(rival))
    assert (desk(tenant) in choice, desk(rival) in choice) == (True, True)


def test_a_removed_member_sees_the_organization_no_more(tenant: Tenant, rival: Tenant, client_of: ClientOf) -> None:
    join(rival, tenant.agent.user)
    client = client_of(tenant.agent)
    with organization_scope(tenant.id):
        remove_member(actor=tenant.admin, member=tenant.agent)

    assert client.get(reverse("risks:list", args=[tenant.slug])).status_code == 404
    assert client.get("/").headers["Location"] == desk(rival)
    assert desk(tenant) not in client.get(reverse("accounts:organizations")).content.decode()


def test_what_is_chosen_shows_at_once_and_before_the_sign_in_too(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    chosen = ME | {"language": "ru", "theme": "dark", "density": "compact", "time_zone": "Europe/Moscow"}

    answer = client.post(reverse("accounts:me"), chosen, follow=True)
    body = answer.content.decode()
    client.post(reverse("account_logout"))

    assert answer.redirect_chain == [(reverse("accounts:me"), 303)]
    assert ('lang="ru"' in body, 'data-theme="dark"' in body, 'data-density="compact"' in body) == (True, True, True)
    assert "data-keys-off" in body
    assert 'lang="ru"' in client.get(reverse("account_login")).content.decode()


def test_a_zone_that_this_machine_does_not_know_any_more_closes_nobody_out(tenant: Tenant, client_of: ClientOf) -> None:
    User.objects.filter(pk=tenant.agent.user_id).update(time_zone="Europe/Atlantis")

    assert client_of(tenant.agent).get(desk(tenant)).status_code == 200


def test_the_language_of_the_browser_comes_back_when_it_is_chosen(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    client.post(reverse("accounts:me"), ME | {"language": "ru"})

    body = client.post(reverse("accounts:me"), ME, follow=True).content.decode()

    assert 'lang="en"' in body


def test_a_name_is_needed_and_a_zone_must_exist(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).post(
        reverse("accounts:me"), ME | {"name": " ", "time_zone": "Europe/Atlantis", "theme": "pink"}
    )

    body = answer.content.decode()
    assert (answer.status_code, "<title>Error: " in body) == (422, True)
    assert ("Enter your name" in body, "Choose a time zone from the list." in body) == (True, True)
    tenant.agent.user.refresh_from_db()
    assert tenant.agent.user.name != ""


@pytest.mark.parametrize(
    ("to", "back"),
    [("/o/acme/risks/?q=a", "/o/acme/risks/?q=a"), ("//evil.test/", "/"), ("javascript:alert(1)", "/"), ("", "/")],
)
def test_the_theme_is_switched_without_a_script_and_leads_back_to_a_page_of_ours(
    tenant: Tenant, client_of: ClientOf, to: str, back: str
) -> None:
    client = client_of(tenant.agent)

    answer = client.post(reverse("accounts:theme"), {"theme": "dark", "next": to})
    odd = client.post(reverse("accounts:theme"), {"theme": "x" * 99})

    tenant.agent.user.refresh_from_db()
    assert (answer.headers["Location"], odd.status_code, tenant.agent.user.theme) == (back, 302, "dark")


def test_the_language_switch_of_a_page_is_kept_for_whoever_is_signed_in(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    client.post(reverse("accounts:me"), ME | {"language": "en"})

    client.post(reverse("accounts:language"), {"language": "ru", "next": "/me/"})
    client.post(reverse("accounts:language"), {"language": "xx", "next": "/me/"})

    tenant.agent.user.refresh_from_db()
    assert tenant.agent.user.language == "ru"


def test_the_shell_offers_the_theme_and_the_profile(tenant: Tenant, client_of: ClientOf) -> None:
    body = client_of(tenant.viewer).get(reverse("risks:list", args=[tenant.slug])).content.decode()

    assert (reverse("accounts:theme") in body, reverse("accounts:me") in body) == (True, True)


def test_when_somebody_was_last_here_is_known_to_within_ten_minutes(tenant: Tenant, client_of: ClientOf) -> None:
    client, page = client_of(tenant.viewer), reverse("risks:list", args=[tenant.slug])

    def seen() -> object:
        with organization_scope(tenant.id):
            tenant.viewer.refresh_from_db()
        return tenant.viewer.last_seen_at

    before = seen()
    client.get(page)
    first = seen()
    client.get(page)

    assert before is None
    assert first is not None and seen() == first
