"""Response templates: listed, written, previewed, approved by another person, retired."""

import pytest

from accounts.enums import APPROVERS, DESK, Role
from accounts.models import AuditEntry
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from playbooks.models import ResponseTemplate
from playbooks.services.templates import TemplateWords, approve_template, create_template
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member
from tests.playbooks.browsing import HTMX, ClientOf, body, shown

URL = "/o/acme/templates/"
WORDS = {"name": "Lost bag", "stage": "reply", "text_en": "{brand} is sorry.", "text_ru": "Нам жаль, {contact}."}


def make(tenant: Tenant, name: str = "Lost bag", stage: str = "reply") -> ResponseTemplate:
    with organization_scope(tenant.id):
        texts = {"en": "{brand} is sorry."}
        return create_template(actor=tenant.agent, words=TemplateWords(name, stage), texts=texts)


def the_template(tenant: Tenant) -> ResponseTemplate:
    with organization_scope(tenant.id):
        row: ResponseTemplate = ResponseTemplate.objects.get()
        return row


@pytest.mark.parametrize("role", Role)
def test_the_desk_keeps_templates(tenant: Tenant, client_of: ClientOf, role: str) -> None:
    client, template = client_of(tenant.members()[role]), make(tenant)

    for page in (URL, f"{URL}new/", f"{URL}{template.pk}/"):
        assert client.get(page).status_code == (200 if role in DESK else 403)
    for deed in (f"{URL}new/", f"{URL}preview/", f"{URL}{template.pk}/", f"{URL}{template.pk}/retire/"):
        assert (client.post(deed, {}).status_code == 403) == (role not in DESK)
    assert (client.post(f"{URL}{template.pk}/approve/").status_code == 403) == (role not in APPROVERS)


def test_the_list_filters_by_what_stands_in_the_address(tenant: Tenant, client_of: ClientOf) -> None:
    make(tenant, "Alpha")
    make(tenant, "Beta", stage="holding")
    client = client_of(tenant.agent)

    def names(query: str) -> list[str]:
        return [row.name for row in client.get(URL + query).context["templates"]]

    assert names("") == ["Beta", "Alpha"]
    assert (names("?stage=holding"), names("?q=ALPH"), names("?status=approved")) == (["Beta"], ["Alpha"], [])
    assert names("?stage=poem&status=%00&q=%00") == ["Beta", "Alpha"]
    assert shown(client.get(f"{URL}?q=nothing"), "No template fits") == (True,)


def test_the_list_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    make(tenant, "One")
    for_one = queries_of(client, URL)
    make(tenant, "Two")
    make(tenant, "Three")

    assert queries_of(client, URL) == for_one
    assert shown(client.get(URL, headers=HTMX), "<html", "Three") == (False, True)


def test_writing_one_without_javascript(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).post(f"{URL}new/", WORDS, follow=True)

    row = the_template(tenant)
    assert (answer.redirect_chain, row.author_id, row.status) == ([(f"{URL}{row.pk}/", 303)], tenant.agent.pk, "draft")
    words = ("Template saved.", "Belyi Chai is sorry.", "Found a hair in my soup", "care@belyichai.example")
    assert shown(answer, *words) == (True, True, True, True)


@pytest.mark.parametrize(
    "words", [{"name": ""}, {"name": "x" * 121}, {"stage": "poem"}, {"brand": "10" * 20}, {"text_en": "\0"}]
)
def test_wrong_words_come_back(tenant: Tenant, client_of: ClientOf, words: dict[str, str]) -> None:
    answer = client_of(tenant.agent).post(f"{URL}new/", WORDS | words)

    assert (answer.status_code, shown(answer, "There is a problem", "Нам жаль")) == (422, (True, True))


def test_one_name_stands_for_one_template(tenant: Tenant, client_of: ClientOf) -> None:
    make(tenant)
    other = make(tenant, "Other")
    client = client_of(tenant.agent)

    again = client.post(f"{URL}new/", WORDS)
    renamed = client.post(f"{URL}{other.pk}/", WORDS | {"revision": 1})

    for answer in (again, renamed):
        assert (answer.status_code, shown(answer, "Another template has this name.")) == (422, (True,))


def test_a_preview_shows_what_is_typed_and_keeps_nothing(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).post(
        f"{URL}preview/", {"text_en": "{brand} is probably sorry. {street}", "text_ru": "\0"}, headers=HTMX
    )

    words = ("Belyi Chai is probably sorry.", "{street}", "“probably”", "Русский")
    assert shown(answer, *words) == (True, True, True, False)
    assert shown(client_of(tenant.agent).post(f"{URL}preview/", {}), "one language at least") == (True,)
    with organization_scope(tenant.id):
        assert not ResponseTemplate.objects.exists()


def test_another_person_approves_and_an_edit_voids_it(tenant: Tenant, client_of: ClientOf) -> None:
    template = make(tenant)
    page, approver = f"{URL}{template.pk}/", client_of(tenant.approver)

    stale = approver.post(f"{page}approve/", {"revision": "9"})
    approver.post(f"{page}approve/", {"revision": "1"})
    approved = the_template(tenant)
    shown_to_author = body(client_of(tenant.agent).get(page))
    client_of(tenant.agent).post(page, WORDS | {"revision": 1})

    assert (stale.status_code, approved.status, approved.approved_by_id) == (409, "approved", tenant.approver.pk)
    assert "An edit makes it a draft again" in shown_to_author
    assert (the_template(tenant).status, the_template(tenant).approved_by_id) == ("draft", None)


def test_nobody_approves_their_own_template(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.approver)
    client.post(f"{URL}new/", WORDS)
    page = f"{URL}{the_template(tenant).pk}/"

    answer = client.post(f"{page}approve/", {"revision": "1"})

    assert (answer.status_code, shown(answer, "These are your own words.")) == (422, (True,))
    assert shown(client.get(page), f"{page}approve/") == (False,)


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "1" * 30, "\0"])
def test_a_revision_that_is_none_approves_nothing(tenant: Tenant, client_of: ClientOf, revision: str) -> None:
    page = f"{URL}{make(tenant).pk}/"

    assert client_of(tenant.approver).post(f"{page}approve/", {"revision": revision}).status_code == 409
    assert client_of(tenant.agent).post(page, WORDS | {"revision": revision}).status_code in (409, 422)
    assert the_template(tenant).status == "draft"


def test_the_second_of_two_editors_keeps_their_words(tenant: Tenant, client_of: ClientOf) -> None:
    page = f"{URL}{make(tenant).pk}/"
    client_of(tenant.admin).post(page, WORDS | {"revision": 1, "text_en": "Theirs"})

    answer = client_of(tenant.agent).post(page, WORDS | {"revision": 1, "text_en": "Mine"})

    assert (answer.status_code, shown(answer, "Mine</textarea>", "Take their words and drop mine")) == (
        409,
        (True, True),
    )


def test_a_retired_template_is_offered_no_more(tenant: Tenant, client_of: ClientOf) -> None:
    page = f"{URL}{make(tenant).pk}/"
    client = client_of(tenant.agent)

    retired = client.post(f"{page}retire/", follow=True)
    again = client.post(f"{page}retire/")

    assert (shown(retired, "Template is offered no more.", "Retire"), again.status_code) == ((True, False), 409)
    with organization_scope(tenant.id):
        assert AuditEntry.objects.filter(verb="response_template.retired").count() == 1


def test_words_of_all_brands_are_not_for_who_works_for_one(tenant: Tenant, client_of: ClientOf) -> None:
    shared = f"{URL}{make(tenant).pk}/"
    with organization_scope(tenant.id):
        client = client_of(make_member(tenant.organization, "approver", brands=(tenant.brand,)))

    page = client.get(shared)
    edited = client.post(shared, WORDS | {"revision": 1, "brand": tenant.brand.pk})
    approved = client.post(f"{shared}approve/", {"revision": 1})
    retired = client.post(f"{shared}retire/")
    unbound = client.post(f"{URL}new/", WORDS | {"name": "Mine"})
    own = client.post(f"{URL}new/", WORDS | {"name": "Mine", "brand": tenant.brand.pk})

    assert shown(page, "<textarea", "Somebody who works for all of them can change it.") == (False, True)
    assert [answer.status_code for answer in (edited, approved, retired, unbound, own)] == [422, 422, 422, 422, 303]


def test_a_template_of_another_brand_is_not_here(tenant: Tenant, client_of: ClientOf) -> None:
    template = make(tenant)
    with organization_scope(tenant.id):
        ResponseTemplate.objects.update(brand=make_brand(tenant.organization, "Südwind"))
        client = client_of(make_member(tenant.organization, "approver", brands=(tenant.brand,)))

    assert shown(client.get(URL), "Lost bag") == (False,)
    assert client.get(f"{URL}{template.pk}/").status_code == 404
    for deed in ("", "approve/", "retire/"):
        assert client.post(f"{URL}{template.pk}/{deed}", WORDS).status_code == 404


def test_the_services_say_no_by_themselves(inside: Tenant) -> None:
    template = create_template(actor=inside.agent, words=TemplateWords("Empty", "reply"), texts={"en": " "})

    with pytest.raises(DomainError, match="Approvers decide"):
        approve_template(actor=inside.agent, template=template, revision=1)
    with pytest.raises(DomainError, match="one language at least"):
        approve_template(actor=inside.approver, template=template, revision=1)
    template.texts.create(organization_id=inside.id, language="en", text="Now")
    approve_template(actor=inside.approver, template=template, revision=1)
    with pytest.raises(StaleState):
        approve_template(actor=inside.approver, template=template, revision=1)
