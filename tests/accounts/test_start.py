"""From nobody to a desk that listens: six fields, three times sent."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Brand, Invitation, Membership, Organization, User
from accounts.services.brands import BrandWords
from accounts.services.organizations import OrganizationWords
from accounts.services.start import start_desk
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant
from tests.playbooks.races import at_once

ClientOf = Callable[[Membership], Client]
START = "/start/"
WORDS = {
    "brand": "Белый чай",
    "words": "белый чай, belyi chai\n@belyichai\nБЕЛЫЙ ЧАЙ",
    "organization": "",
    "time_zone": "Europe/Moscow",
}


@pytest.fixture
def anna(db: None, client: Client) -> Client:
    client.force_login(User.objects.create_user("anna@desk.test", name="Anna Kern"))
    return client


@pytest.mark.django_db
def test_signing_up_leads_to_the_first_step_and_the_first_step_to_a_source(client: Client) -> None:
    person = {"name": "Anna Kern", "email": "anna@desk.test", "password1": "a long enough pass"}

    signed_up = client.post(reverse("account_signup"), person, follow=True)
    started = client.post(START, WORDS)

    organization = Organization.objects.get()
    assert signed_up.redirect_chain[-1][0] == START
    assert started.status_code == 303
    assert started.headers["Location"] == reverse("mentions:start_source", args=[organization.slug])
    with organization_scope(organization.pk):
        brand, owner = Brand.objects.get(), Membership.objects.get()
    assert (organization.name, organization.time_zone, owner.role) == ("Белый чай", "Europe/Moscow", "owner")
    assert (brand.words, brand.handles) == (["белый чай", "belyi chai"], ["@belyichai"])


def test_whoever_is_signed_out_signs_up_first(client: Client) -> None:
    assert client.get(START).headers["Location"] == f"{reverse('account_signup')}?next=/start/"


def test_an_agency_has_its_own_name(anna: Client) -> None:
    anna.post(START, WORDS | {"organization": "Harbour & Finch"})

    assert Organization.objects.get().name == "Harbour & Finch"


def test_what_is_missing_is_said_and_what_was_typed_stays(anna: Client) -> None:
    answer = anna.post(START, {"brand": "", "words": " , ;", "organization": "Harbour", "time_zone": "UTC"})

    body = answer.content.decode()
    assert (answer.status_code, "<title>Error: " in body, 'value="Harbour"' in body) == (422, True, True)
    assert ("Enter a brand name." in body, "Enter one word at least." in body) == (True, True)
    assert Organization.objects.count() == 0


def test_leaving_half_way_keeps_the_words_for_the_return(anna: Client) -> None:
    left = anna.post(START, WORDS | {"brand": "", "leave": "1"}, follow=True)
    again = anna.get(START).content.decode()

    assert left.redirect_chain == [(reverse("accounts:organizations"), 302)]
    assert "Go on with the start" in left.content.decode()
    assert "belyi chai" in again
    assert Organization.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_organization() -> None:
    anna = User.objects.create_user("anna@desk.test")

    def click() -> int:
        owner = start_desk(actor=anna, organization=OrganizationWords("Harbour"), brand=BrandWords("Tea"))
        return owner.organization_id

    first, second = at_once(click, click)

    assert first == second
    assert Organization.objects.count() == 1


def test_people_are_invited_or_skipped(tenant: Tenant, client_of: ClientOf) -> None:
    client, page = client_of(tenant.owner), reverse("accounts:start_people", args=[tenant.slug])
    addresses = f"bo@desk.test, eve@desk.test\nBO@desk.test\n{tenant.agent.user.email}"

    first = client.get(page)
    answer = client.post(page, {"emails": addresses, "role": "agent"}, follow=True)
    again = client.post(page, {"emails": addresses, "role": "agent"})

    done = reverse("incidents:queue", args=[tenant.slug])
    assert f'href="{done}">Skip' in first.content.decode()
    assert answer.redirect_chain == [(done, 303)]
    assert "2 invitations are on their way." in answer.content.decode()
    assert (again.status_code, "members or invited already" in again.content.decode()) == (422, True)
    with organization_scope(tenant.id):
        invited = set(Invitation.objects.values_list("email", "role"))
    assert invited == {("bo@desk.test", "agent"), ("eve@desk.test", "agent")}


@pytest.mark.parametrize(
    ("emails", "role", "sentence"),
    [
        ("", "agent", "or skip this step"),
        ("bo", "agent", "“bo” is no e-mail address."),
        (",".join(f"p{number}@desk.test" for number in range(21)), "agent", "At most 20"),
        ("bo@desk.test", "owner", "Select a valid choice"),
    ],
)
def test_a_wrong_list_of_people_is_refused_with_a_sentence(
    tenant: Tenant, client_of: ClientOf, emails: str, role: str, sentence: str
) -> None:
    page = reverse("accounts:start_people", args=[tenant.slug])

    answer = client_of(tenant.admin).post(page, {"emails": emails, "role": role})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
