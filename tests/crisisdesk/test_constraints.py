"""Every SameOrganization there is; a new one is tested here without being named."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from crisisdesk.constraints import SameOrganization
from crisisdesk.roles import as_owner
from crisisdesk.tenancy import TenantModel, organization_scope
from mentions.models import Source
from playbooks.models import Approval
from playbooks.models.bound import BoundTo
from tests.factories import Tenant, make_tenant
from tests.raw_rows import TABLES, ask, make_two_worlds

REFERENCES = {
    rule.name: (model, rule)
    for model in TABLES.values()
    for rule in model._meta.constraints
    if isinstance(rule, SameOrganization)
}


# One that nobody refers to yet, so that no rule of "once" is in the way of the key's own.
FREE_PARENT = """
SELECT coalesce(min(id) FILTER (WHERE id NOT IN (SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL)), min(id))
FROM {parent}
"""
CHANGE_ONE = """
UPDATE {table} SET "{column}" = coalesce(%s, "{column}")
WHERE id = (SELECT coalesce(min(id) FILTER (WHERE "{column}" IS NOT NULL), min(id)) FROM {table})
"""


@pytest.mark.django_db(transaction=True)
def test_no_reference_leads_into_a_foreign_organization() -> None:
    """As the owner, whom no grant stops, and with the proofs' triggers down: the key itself refuses."""
    ours, theirs = make_two_worlds()
    with as_owner():
        found = {name: point_at(ours, theirs, model, rule.field) for name, (model, rule) in REFERENCES.items()}

    assert found == dict.fromkeys(REFERENCES, "refused")


def test_a_form_is_told_the_same_of_a_foreign_row_and_of_none(inside: Tenant) -> None:
    foreign, nobody = make_tenant("rival").brand.pk, 2**40
    rule = SameOrganization("brand", name="any")

    told = [refusal_of(rule, Source(organization_id=inside.id, brand_id=pk)) for pk in (foreign, nobody)]

    assert told[0] == told[1]
    assert list(told[0]) == ["brand"]
    assert refusal_of(rule, Source(organization_id=inside.id, brand=inside.brand)) == {}
    assert refusal_of(rule, Source(organization_id=inside.id)) == {}
    assert refusal_of(rule, Source(organization_id=inside.id, brand_id=foreign), {"brand"}) == {}


def refusal_of(rule: SameOrganization, row: TenantModel, left_out: set[str] | None = None) -> dict[str, list[str]]:
    try:
        rule.validate(type(row), row, left_out)
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["approval_actor_in_organization", "approval_of_submitted_words"])
def test_a_migration_that_goes_back_takes_its_key_away_and_a_new_table_gets_it(name: str) -> None:
    rule = next(rule for rule in Approval._meta.constraints if rule.name == name)
    with as_owner(), transaction.atomic():
        before = keys_of(Approval)
        with connection.schema_editor(atomic=False) as editor:
            editor.remove_constraint(Approval, rule)
        without = keys_of(Approval)
        with connection.schema_editor(atomic=False) as editor:
            assert rule.constraint_sql(Approval, editor) is None
        again = keys_of(Approval)
        transaction.set_rollback(True)

    assert (before - without, again) == ({name}, before)


def keys_of(model: type[TenantModel]) -> set[str]:
    return {
        name for (name,) in ask("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", model._meta.db_table)
    }


def test_two_rules_are_one_when_they_say_the_same() -> None:
    """So that `makemigrations` finds nothing to do."""
    words = ("organization", "response", "version")
    bound, tied = BoundTo("playbooks.Response", words, name="a"), SameOrganization("brand", name="a")

    assert {bound, bound.clone()} == {bound}
    assert {tied, tied.clone()} == {tied}
    assert bound not in (BoundTo("playbooks.Response", words[:2], name="a"), tied)
    assert tied not in (SameOrganization("story", name="a"), bound)


def point_at(ours: Tenant, theirs: Tenant, model: type[TenantModel], field: str) -> str:
    """Let a row of theirs refer to a row of ours."""
    key: Any = model._meta.get_field(field)
    names = {"table": model._meta.db_table, "column": key.column, "parent": key.related_model._meta.db_table}
    with transaction.atomic():
        try:
            if model.append_only:
                ask("ALTER TABLE {table} DISABLE TRIGGER append_only", **names)
            with organization_scope(ours.id):
                ((parent,),) = ask(FREE_PARENT, **names)
            with organization_scope(theirs.id):
                ask(CHANGE_ONE, None, **names)
                ask(CHANGE_ONE, parent, **names)
        except IntegrityError as refusal:
            return "refused" if "violates foreign key constraint" in str(refusal) else str(refusal)
        finally:
            transaction.set_rollback(True)
    return "accepted"
