"""What is approved and what is sent are the very words that were submitted: the database compares them."""

from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Columns, Statement, Table


class TextHash(models.Func):
    """sha256 of the exact text, hex, as `hashlib` gives it."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field: Final = models.CharField()


class BoundTo(models.BaseConstraint):
    """A foreign key over several columns: a row with exactly these values stands in the other table.

    So an approval cannot name another text, version or author than what was submitted,
    and nothing can be sent that was not approved, whoever writes the row and however.
    """

    def __init__(self, to: str, fields: tuple[str, ...], *, name: str, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        self.to = to
        self.fields = tuple(fields)
        super().__init__(name=name, **kwargs)

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- may be none
        """Part of CREATE TABLE? No: the other table may not be there yet."""
        self.create_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]  # noqa: ANN401 -- may be none
        """Hand both statements to the end of the migration, when every table of it exists."""
        parent, quote = model._meta.apps.get_model(self.to), schema_editor.quote_name
        tables = [Table(each._meta.db_table, quote) for each in (model, parent)]
        columns, to_columns = (
            Columns(each._meta.db_table, [each._meta.get_field(name).column for name in self.fields], quote)
            for each in (model, parent)
        )
        schema_editor.deferred_sql += [
            Statement(
                f"CREATE UNIQUE INDEX IF NOT EXISTS {quote(f'{self.name}_key')} ON %(table)s (%(columns)s)",
                table=tables[1],
                columns=to_columns,
            ),
            Statement(
                f"ALTER TABLE %(table)s ADD CONSTRAINT {quote(self.name)} FOREIGN KEY (%(columns)s)"
                " REFERENCES %(to_table)s (%(to_columns)s)",
                table=tables[0],
                columns=columns,
                to_table=tables[1],
                to_columns=to_columns,
            ),
        ]

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:  # noqa: ANN401 -- the stubs say str, Django takes more
        return schema_editor._delete_fk_sql(model, self.name)  # noqa: SLF001 -- Django has no public name for it

    def validate(
        self,
        model: Any,  # noqa: ANN401 -- a model's class
        instance: Any,  # noqa: ANN401 -- a TenantModel
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Services write these rows, forms never do: there is nobody to be friendly to."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        return path, (self.to, self.fields), kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundTo) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.to, self.fields, self.name))
