"""What a program asks of its login and of the walls before it serves."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from crisisdesk.roles import as_owner
from crisisdesk.walls import refuse_to_start_without_walls

pytestmark = pytest.mark.django_db(transaction=True)


def run_as_owner(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_plain_role_serves() -> None:
    refuse_to_start_without_walls()


def test_the_owner_of_the_tables_does_not_serve() -> None:
    with as_owner(), pytest.raises(ImproperlyConfigured, match="owns no table"):
        refuse_to_start_without_walls()


@pytest.mark.parametrize("part", ["FORCE ROW LEVEL SECURITY", "ROW LEVEL SECURITY"])
def test_nobody_serves_beside_a_table_without_its_wall(part: str) -> None:
    off, on = ("NO FORCE", "FORCE") if part.startswith("FORCE") else ("DISABLE", "ENABLE")
    words = part.removeprefix("FORCE ")
    run_as_owner(f"ALTER TABLE accounts_brand {off} {words}")
    try:
        with pytest.raises(ImproperlyConfigured, match="Brand"):
            refuse_to_start_without_walls()
    finally:
        run_as_owner(f"ALTER TABLE accounts_brand {on} {words}")
