"""Every SameOrganization there is; a new one is tested here without being named."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from crisisdesk.constraints import SameOrganization
from crisisdesk.roles import as_owner
from crisisdesk.tenancy import TenantModel, organization_scope
from tests.factories import Tenant
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
