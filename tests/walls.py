"""Take one wall away, to see that the other holds alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.exceptions import FullResultSet
from django.db.models import ForeignKey

from crisisdesk.embedded import ADMIN, Embedded
from crisisdesk.roles import log_in_as
from crisisdesk.tenancy import InScope, OrganizationKey

BOTH: Final = "both"
ORM_ONLY: Final = "orm only"
DATABASE_ONLY: Final = "database only"
NONE: Final = "none"


@contextmanager
def standing(walls: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is not named by `walls` is down."""
    if walls in (DATABASE_ONLY, NONE):
        monkeypatch.setattr(InScope, "as_sql", _everything)
        monkeypatch.setattr(OrganizationKey, "get_db_prep_save", ForeignKey.get_db_prep_save)
    if walls in (BOTH, DATABASE_ONLY):
        yield
        return
    if not settings.EMBEDDED:
        pytest.skip("only the private PostgreSQL lends its superuser, whom no policy holds")
    login = Embedded(settings.HOME).login(ADMIN)
    before = log_in_as({"USER": login["USER"], "PASSWORD": login["PASSWORD"]})
    try:
        yield
    finally:
        log_in_as(before)


def _everything(*_: Any, **__: Any) -> None:
    raise FullResultSet
