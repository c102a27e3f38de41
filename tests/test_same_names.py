"""The same name twice in one moment: one row, and a sentence for the second."""

from collections.abc import Callable

import pytest

from crisisdesk.errors import DomainError
from crisisdesk.tenancy import organization_scope
from mentions.enums import SourceKind
from mentions.services.sources import connect_source
from playbooks.services.templates import TemplateWords, create_template
from risks.services.categories import CategoryWords, add_category
from tests.factories import Tenant, make_tenant
from tests.playbooks.races import at_once


def category(tenant: Tenant) -> object:
    words = CategoryWords(code="SM", name_en="Supply", name_ru="Снабжение", cluster="victim")
    return add_category(actor=tenant.admin, words=words)


def template(tenant: Tenant) -> object:
    return create_template(actor=tenant.agent, words=TemplateWords("Lost bag", "reply"), texts={"en": "We look"})


def source(tenant: Tenant) -> object:
    return connect_source(actor=tenant.admin, brand=tenant.brand, kind=SourceKind.WEBHOOK, name="Hook")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [category, template, source])
def test_a_double_press_is_one_row_and_one_sentence(make: Callable[[Tenant], object]) -> None:
    tenant = make_tenant("acme")

    def press() -> object:
        with organization_scope(tenant.id):
            return make(tenant)

    results = at_once(press, press)

    refusals = [result for result in results if isinstance(result, Exception)]
    assert [type(refusal) for refusal in refusals] == [DomainError]
