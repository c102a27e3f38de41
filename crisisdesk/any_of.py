"""`field__any=[…]`: as `__in`, with one parameter however many values there are.

A place-holder for each value is split, counted and sent one by one; with 500 of them that costs more than the query.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup


@Field.register_lookup
class AnyOf(_Lookup):
    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ANN401 -- Django's signature
        values = list(self.rhs)
        if not values:
            raise EmptyResultSet  # as `__in` does: nobody is asked for nothing
        column, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{column} = ANY(%s::{kind}[])", (*parameters, values)
