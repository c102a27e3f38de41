"""How a tenant begins, and its brands."""

import pytest

from accounts.models import AuditEntry, Brand, Membership, Organization, User
from accounts.services.brands import COLOURS, BrandWords, archive_brand, create_brand, edit_brand, restore_brand
from accounts.services.organizations import OrganizationWords, create_organization, edit_organization
from accounts.services.slugs import free_slug
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from playbooks.models import Playbook
from risks.models import RiskCategory
from tests.factories import Tenant


def person(email: str = "anna@desk.test") -> User:
    return User.objects.create_user(email, name="Anna Kern")


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.django_db
def test_a_new_organization_has_its_owner_and_the_beginnings_of_every_app() -> None:
    owner = create_organization(actor=person(), words=OrganizationWords("Harbour & Finch", "Europe/Lisbon"))

    organization = owner.organization
    assert (organization.slug, organization.time_zone, owner.role) == ("harbour-finch", "Europe/Lisbon", "owner")
    with organization_scope(organization.pk):
        assert (RiskCategory.objects.count(), Playbook.objects.count()) == (14, 1)
        assert verbs()[0] == "organization.created"
        assert set(AuditEntry.objects.values_list("actor", flat=True)) == {owner.pk}


@pytest.mark.django_db
def test_two_organizations_of_one_name_have_two_addresses() -> None:
    anna = person()
    words = OrganizationWords("Белый чай")

    slugs = [create_organization(actor=anna, words=words).organization.slug for _ in range(3)]

    assert slugs == ["belyj-chaj", "belyj-chaj-2", "belyj-chaj-3"]


@pytest.mark.django_db
def test_a_chosen_address_that_is_taken_is_refused_and_nothing_remains() -> None:
    anna = person()
    create_organization(actor=anna, words=OrganizationWords("One"), slug="one")

    with pytest.raises(DomainError, match="short name"):
        create_organization(actor=anna, words=OrganizationWords("Two"), slug="one")

    assert list(Organization.objects.values_list("name", flat=True)) == ["One"]


def test_renaming_an_organization_keeps_its_address(inside: Tenant) -> None:
    edit_organization(actor=inside.admin, words=OrganizationWords("Acme Group", "Europe/Moscow"))
    edit_organization(actor=inside.admin, words=OrganizationWords("Acme Group", "Europe/Moscow"))

    inside.organization.refresh_from_db()
    assert (inside.organization.name, inside.organization.slug) == ("Acme Group", "acme")
    assert verbs() == ["organization.edited"]


@pytest.mark.parametrize(
    ("name", "known", "slug"),
    [
        ("Café Zoë", set(), "cafe-zoe"),
        ("Щёлково — Юг", set(), "shchelkovo-yug"),
        ("北京", set(), "brand"),
        ("New", set(), "new-2"),
        ("x" * 80, {"x" * 60}, "x" * 58 + "-2"),
    ],
)
def test_a_short_name_is_latin_free_and_short(name: str, known: set[str], slug: str) -> None:
    assert free_slug(name, known, otherwise="brand") == slug


def test_a_brand_keeps_its_words_and_gets_the_next_colour(inside: Tenant) -> None:
    words = BrandWords("Südwind", words=("südwind", "suedwind"), handles=("@suedwind",), languages=("de",))

    brand = create_brand(actor=inside.admin, organization=inside.organization, words=words)

    brand.refresh_from_db()
    assert (brand.slug, brand.words, brand.handles) == ("sudwind", ["südwind", "suedwind"], ["@suedwind"])
    assert (brand.colour, verbs()) == (COLOURS[1], ["brand.created"])


def test_a_brands_short_name_is_free_in_each_organization(inside: Tenant) -> None:
    first = create_brand(actor=None, organization=inside.organization, words=BrandWords("Tea"))
    second = create_brand(actor=None, organization=inside.organization, words=BrandWords("Tea"))

    assert (first.slug, second.slug) == ("tea", "tea-2")
    for taken in ("tea", "new"):
        with pytest.raises(DomainError, match="short name"):
            create_brand(actor=None, organization=inside.organization, words=BrandWords("Tea"), slug=taken)


def test_editing_a_brand_says_what_changed_and_the_same_words_say_nothing(inside: Tenant) -> None:
    brand = inside.brand
    words = BrandWords("Nordwind", words=("nordwind", "norwind"), languages=("en", "ru"))

    edit_brand(actor=inside.admin, brand=brand, words=words)
    edit_brand(actor=inside.admin, brand=brand, words=words)

    brand.refresh_from_db()
    assert (brand.words, brand.colour) == (["nordwind", "norwind"], "#3450c8")
    assert [(entry.verb, entry.detail["changed"]) for entry in AuditEntry.objects.all()] == [
        ("brand.edited", ["words"])
    ]


def test_an_archived_brand_comes_back_and_neither_happens_twice(inside: Tenant) -> None:
    archive_brand(actor=inside.admin, brand=inside.brand)
    with pytest.raises(StaleState):
        archive_brand(actor=inside.admin, brand=inside.brand)
    assert list(Brand.objects.active()) == []

    restore_brand(actor=inside.admin, brand=inside.brand)
    with pytest.raises(StaleState):
        restore_brand(actor=inside.admin, brand=inside.brand)
    assert list(Brand.objects.active()) == [inside.brand]
    assert verbs() == ["brand.archived", "brand.restored"]


def test_whoever_owns_it_is_a_member_of_no_other(inside: Tenant, rival: Tenant) -> None:
    owner = create_organization(actor=inside.owner.user, words=OrganizationWords("Second"))

    assert Membership.objects.filter(user=inside.owner.user).count() == 1  # of this organization
    assert owner.organization_id not in (inside.id, rival.id)
