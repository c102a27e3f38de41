"""Named slots in pre-written text: which there are, how they are filled, and which are still open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SLOT: Final = re.compile(r"\{\s*([^\W\d]\w{0,39})\s*\}")


@dataclass(frozen=True)
class Variable:
    name: str
    label: str | Promise

    @property
    def braced(self) -> str:
        """As it stands in a text."""
        return f"{{{self.name}}}"


VARIABLES: Final = (
    Variable("brand", _("Brand")),
    Variable("incident", _("What happened, in a few words")),
    Variable("channel", _("Network or channel")),
    Variable("what_we_know", _("What we know")),
    Variable("what_we_do_not_know", _("What we do not know yet")),
    Variable("concern", _("Words of concern")),
    Variable("action_now", _("What we do now")),
    Variable("protect_yourself", _("How to protect yourself")),
    Variable("next_update_at", _("Time of the next update")),
    Variable("contact", _("Contact")),
    Variable("spokesperson", _("Spokesperson")),
)
LABELS: Final = {variable.name: variable.label for variable in VARIABLES}


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the words in, once: what stands in a value is text and is not filled again. No value leaves the slot."""
    return SLOT.sub(lambda slot: values.get(slot[1], "").strip() or slot[0], text)


def open_slots(text: str) -> list[str]:
    """Names of the slots that still wait for words, each once, in their order. Such a text does not go out."""
    return list(dict.fromkeys(SLOT.findall(text)))


def variables_in(text: str) -> list[Variable]:
    """What a person has to fill in, for a form: unknown names ask for themselves."""
    return [Variable(name, LABELS.get(name, name.replace("_", " "))) for name in open_slots(text)]
