"""Two presses in the same moment are told apart by the database alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from psycopg.errors import UniqueViolation

from crisisdesk.errors import DomainError


@contextmanager
def unique(sentence: str | Promise) -> Iterator[None]:
    """What is written in here breaks a unique rule: DomainError with this sentence, and the transaction goes on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise DomainError(str(sentence)) from error
        raise
