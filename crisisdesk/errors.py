"""Refusals that are meant for people. Everything else is for the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the business said no; its sentence is safe to show and says what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class StaleState(DomainError):  # noqa: N818 -- it names a state of the world, not a fault of the program
    """Somebody moved the row first, or it was moved already: nothing was changed."""

    def __init__(self, sentence: str | Promise | None = None) -> None:
        super().__init__(sentence or _("Somebody changed this a moment ago. Look at it again before you go on."))
