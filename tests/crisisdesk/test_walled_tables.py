"""Every customer's table in raw SQL: the second wall.

A table that is new is tested here without being named; `make_world` has a row in each.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django.plugin import DjangoDbBlocker

from crisisdesk.tenancy import NoTenantError, TenantModel, organization_scope
from tests.raw_rows import TABLES, Pair, ask, make_two_worlds, one_row_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_two_worlds()
        transaction.set_rollback(True)


def insert(table: str, row: dict[str, Any]) -> None:
    model = TABLES[table]
    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_fields if not field.generated)
    filled = "SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)"
    ask(f"INSERT INTO {{table}} ({{columns}}) {filled}", json.dumps(row), table=table, columns=columns)


@pytest.mark.parametrize("table", TABLES)
def test_a_select_finds_the_rows_of_one_organization(table: str, both: Pair) -> None:
    ours, theirs = both
    owners = "SELECT DISTINCT organization_id FROM {table}"
    with organization_scope(ours.id):
        assert ask(owners, table=table) == [(ours.id,)]
        assert ask(f"{owners} WHERE organization_id = %s", theirs.id, table=table) == []

    assert ask(owners, table=table) == []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id WHERE id = %s", "DELETE FROM {table} WHERE id = %s"])
def test_neither_update_nor_delete_finds_a_foreign_row(statement: str, table: str, both: Pair) -> None:
    ours, theirs = both
    foreign = one_row_of(ours, table)["id"]
    with organization_scope(theirs.id):
        if TABLES[table].append_only:
            with pytest.raises(DatabaseError, match="permission denied"):
                ask(statement, foreign, table=table)
        else:
            assert ask(statement, foreign, table=table) == [(0,)]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_inserted_into_a_foreign_organization(table: str, both: Pair) -> None:
    ours, theirs = both
    row = one_row_of(ours, table)

    with organization_scope(theirs.id), pytest.raises(DatabaseError, match="row-level security"):
        insert(table, row)
    with organization_scope(ours.id), pytest.raises(IntegrityError, match="duplicate key"):
        insert(table, row)  # only the wall was in the way


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_moved_into_a_foreign_organization(table: str, both: Pair) -> None:
    ours, theirs = both
    refusal = "permission denied" if TABLES[table].append_only else "row-level security"

    with organization_scope(theirs.id), pytest.raises(DatabaseError, match=refusal):
        ask("UPDATE {table} SET organization_id = %s", ours.id, table=table)


@pytest.mark.parametrize("model", TABLES.values())
def test_no_table_is_read_outside_a_scope(model: type[TenantModel], both: Pair) -> None:
    with pytest.raises(NoTenantError):
        model.objects.exists()
