"""Fields that several forms of the room share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from crisisdesk.web.badges import LEVELS
from crisisdesk.web.choices import RowChoice
from crisisdesk.web.refusals import RefusableForm
from risks.models import Risk

LONGEST_TEXT = 20_000


class DeedForm(RefusableForm):
    """A form that knows its service."""

    def carry(self, actor: Membership) -> bool:
        """Whether it was done; else the form says why not."""
        raise NotImplementedError


class RiskChoice(RowChoice):
    """A risk is called by its number and title."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- a Risk
        return f"R-{obj.number} {obj.title}"


class LevelRadios(forms.RadioSelect):
    """The figure of a level is its key."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's signature
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        figure = str(option["value"])
        option["attrs"] |= {"data-key": figure, "aria-keyshortcuts": figure}
        return option


class LevelChoice(forms.TypedChoiceField):
    """Number and word, as on every badge."""

    def __init__(self) -> None:
        super().__init__(label=_("Level"), coerce=int, choices=levels, widget=LevelRadios)


def levels() -> list[tuple[int, str]]:
    return [(number, f"{number} {look.word}") for number, look in enumerate(LEVELS)]


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def risks_of(brand: Brand) -> Any:  # noqa: ANN401 -- a queryset with the manager's own methods
    return Risk.objects.active().filter(brand=brand).order_by("-score", "number")
