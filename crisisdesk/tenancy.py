"""Every customer row is reached inside `organization_scope(id)` or not at all.

Wall one is here, in the ORM. Wall two, row-level security, is built by `crisisdesk.walls`
and is told the same scope by `_tell_postgres`, so the two cannot disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from django.core.exceptions import FullResultSet
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

SETTING: Final = "crisisdesk.organization"


class Across(Enum):
    """What `every_organization()` may do to a table. Nothing, unless the model says why."""

    NOTHING = "nothing"
    READ = "read"  # looked up before the tenant is known: memberships, invitations, webhook addresses
    CLAIM = "claim"  # a platform-wide queue: a sweeper sees rows and moves their state


class Every(Enum):
    ORGANIZATION = "every"


Scope = int | Every | None
_current: ContextVar[Scope] = ContextVar("organization", default=None)


class NoTenantError(RuntimeError):
    """A customer's table was used outside the scope of its organization."""


def current_scope() -> Scope:
    return _current.get()


@contextmanager
def organization_scope(organization_id: int) -> Iterator[None]:
    """One organization, one transaction: do no slow outside call in here."""
    with _scope(organization_id):
        yield


@contextmanager
def every_organization() -> Iterator[None]:
    """For queues and look-ups before the tenant is known; each use says why in a comment."""
    with _scope(Every.ORGANIZATION):
        yield


@contextmanager
def _scope(scope: Scope) -> Iterator[None]:
    outer, nested = _current.get(), connection.in_atomic_block
    with transaction.atomic():
        _tell_postgres(scope)
        token = _current.set(scope)
        try:
            yield
        finally:
            # Before the commit, so that an on_commit hook has no scope and must open its own:
            # PostgreSQL has forgotten the setting by then and would quietly answer 0 rows.
            _current.reset(token)
        if nested and not connection.needs_rollback:  # else the rollback to the savepoint restores it
            _tell_postgres(outer)


def _tell_postgres(scope: Scope) -> None:
    value = scope.value if isinstance(scope, Every) else str(scope or "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", (SETTING, value))  # true: this transaction only


class InScope(models.Func):
    """`organization_id = <the scope>`, decided when the SQL is made, not before.

    So a queryset may be built at import (a form field, an admin list) and every
    way of running it (`exists`, `count`, `explain`, `update`) meets the wall.
    """

    output_field = models.BooleanField()
    conditional = True

    def as_sql(  # type: ignore[override]  # Django's own extra arguments are passed through
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 -- Django's signature
        **_: Any,  # noqa: ANN401 -- Django's signature
    ) -> tuple[str, tuple[Any, ...]]:
        model, scope = cast("type[TenantModel]", compiler.query.model), _current.get()
        if isinstance(scope, int):
            column, params = compiler.compile(self.source_expressions[0])
            return f"{column} = %s", (*params, scope)
        if scope is None or model.across is Across.NOTHING:
            raise NoTenantError(model.__name__)
        raise FullResultSet


M = TypeVar("M", bound=models.Model)


class TenantManager(models.Manager[M]):
    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(InScope("organization_id"))


if TYPE_CHECKING:
    _Key = models.ForeignKey[Any, Any]
else:
    _Key = models.ForeignKey


class OrganizationKey(_Key):
    """The owner of a row. It is written only from inside that owner's scope.

    `InScope` guards what is read; this guards what is inserted, by `save`,
    `bulk_create`, `update_or_create` and `loaddata` alike.
    """

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- Django's signature
        if value is not None and value != _current.get():  # None: a new column's default; NOT NULL refuses such a row
            raise NoTenantError(f"{self.model.__name__} of organization {value}")
        return super().get_db_prep_save(value, connection)


class TenantModel(models.Model):
    """A customer's row. Its unique rules and its indexes begin with `organization`."""

    across: ClassVar[Across] = Across.NOTHING
    append_only: ClassVar[bool] = False

    organization = OrganizationKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+", db_index=False, editable=False
    )
    organization_id: int

    objects: TenantManager[Any] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # save(), refresh_from_db() and foreign keys meet the wall too
