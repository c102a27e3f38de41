"""What a person chose for themselves. Theirs alone: no organization keeps a log of it."""

from dataclasses import dataclass

from django.db import transaction

from accounts.enums import Language, Theme
from accounts.models import User


@dataclass(frozen=True)
class Preferences:
    name: str
    language: str
    time_zone: str
    theme: str
    density: str
    keys_enabled: bool


@transaction.atomic
def save_preferences(*, actor: User, chosen: Preferences) -> None:
    User.objects.filter(pk=actor.pk).update(**vars(chosen))


@transaction.atomic
def choose_theme(*, actor: User, theme: str) -> bool:
    """An unknown theme changes nothing."""
    return theme in Theme.values and bool(User.objects.filter(pk=actor.pk).update(theme=theme))


@transaction.atomic
def choose_language(*, actor: User, language: str) -> bool:
    return language in Language.values and bool(User.objects.filter(pk=actor.pk).update(language=language))
