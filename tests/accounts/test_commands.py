"""What whoever runs the installation types."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Brand, Membership, Organization, User
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant

BRAND = ("create_brand", "--organization", "acme", "--name", "x", "--slug")


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def organization(slug: str = "harbour", owner: str = "anna@desk.test") -> str:
    return run("create_organization", "--name", "Harbour", "--slug", slug, "--owner", owner)


@pytest.mark.django_db
def test_an_organization_is_made_once_and_its_owner_can_sign_in_with_the_told_password() -> None:
    said = organization()
    again = organization()

    found = re.search(r"New account anna@desk.test, password (\S+) ", said)
    assert found and User.objects.get().check_password(found[1])
    assert "Organization Harbour is at /o/harbour/, owner anna@desk.test." in said
    assert again == "Organization Harbour is at /o/harbour/ already.\n"
    assert Organization.objects.count() == 1


@pytest.mark.django_db
def test_somebody_elses_address_is_refused_and_makes_no_account() -> None:
    organization()

    with pytest.raises(CommandError, match="Choose a different --slug"):
        organization(owner="eve@desk.test")

    assert User.objects.count() == 1


def test_a_brand_is_made_with_its_words_once(tenant: Tenant) -> None:
    words = (
        "create_brand",
        "--organization",
        "acme",
        "--name",
        "United",
        "--slug",
        "united",
        "--words",
        "united, ua ,",
    )

    said, again = run(*words), run(*words)

    assert said == "Brand United is in Acme, words: united, ua.\n"
    assert again == "Brand united is in Acme already. Nothing was changed.\n"
    with organization_scope(tenant.id):
        assert Brand.objects.get(slug="united").words == ["united", "ua"]


def test_a_member_is_made_and_then_only_changed(tenant: Tenant) -> None:
    words = ("create_member", "--organization", "acme", "--email", "Bo@desk.test")

    first = run(*words, "--role", "agent", "--name", "Bo", "--brands", tenant.brand.slug)
    second = run(*words, "--role", "agent")
    run(*words, "--role", "agent", "--brands", tenant.brand.slug)
    third = run(*words, "--role", "admin")

    assert "New account bo@desk.test" in first
    assert (second, third) == ("bo@desk.test is agent in Acme.\n", "bo@desk.test is admin in Acme.\n")
    with organization_scope(tenant.id):
        member = Membership.objects.get(user__email="bo@desk.test")
        assert (member.role, member.limited, member.name) == ("admin", False, "Bo")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create_brand", "--organization", "nobody", "--name", "x", "--slug", "x"), "There is no organization nobody"),
        ((*BRAND, "new"), "Choose a different one"),
        ((*BRAND, "a b"), "invalid short_name value"),
        ((*BRAND, "x", "--time-zone", "Mars/Base"), "invalid time_zone value"),
        ((*BRAND, "x", "--colour", "red"), "invalid colour value"),
        (("create_member", "--organization", "acme", "--email", "bo", "--role", "agent"), "invalid email_address"),
        (
            ("create_member", "--organization", "acme", "--email", "b@o.test", "--role", "agent", "--brands", "x"),
            "There is no brand x here",
        ),
    ],
)
def test_a_mistake_is_one_clear_sentence(tenant: Tenant, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*words)
    assert not User.objects.filter(email="b@o.test").exists()
