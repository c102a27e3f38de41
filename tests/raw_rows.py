"""Rows as PostgreSQL keeps them, beside the ORM and its wall."""

import json
from typing import Any, Final

from django.db import connection, transaction

from crisisdesk.tenancy import TenantModel, organization_scope
from crisisdesk.walls import tenant_models
from tests.factories import Tenant, make_tenant
from tests.world import make_world

Pair = tuple[Tenant, Tenant]
TABLES: Final[dict[str, type[TenantModel]]] = {model._meta.db_table: model for model in tenant_models()}


def make_two_worlds() -> Pair:
    """Each with a row in every table."""
    tenants = make_tenant("acme"), make_tenant("rival")
    for tenant in tenants:
        make_world(tenant)
    return tenants


def ask(sql: str, *values: Any, **names: str) -> list[tuple[Any, ...]]:
    """In a savepoint, so that a refusal ends nothing else. `names` are of tables and columns."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(**names), values)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


def one_row_of(tenant: Tenant, table: str) -> dict[str, Any]:
    with organization_scope(tenant.id):
        ((row,),) = ask("SELECT to_jsonb({table}) FROM {table} ORDER BY id LIMIT 1", table=table)
    found: dict[str, Any] = json.loads(row) if isinstance(row, str) else row
    return found
