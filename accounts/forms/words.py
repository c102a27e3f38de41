"""Several words in one field."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BETWEEN: Final = re.compile(r"[\n\r,;]+")
MOST: Final = 200


class WordsField(forms.CharField):
    """One a line, or with commas between; each once, in the order of typing."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, longest: int, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own words
        self.longest = longest
        super().__init__(max_length=MOST * (longest + 1), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:  # noqa: ANN401 -- Django's signature
        first: dict[str, str] = {}
        for part in BETWEEN.split(super().clean(value)):
            if word := " ".join(part.split()):
                first.setdefault(word.casefold(), word)
        words = tuple(first.values())
        if self.required and not words:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(words) > MOST:
            raise ValidationError(
                ngettext("At most %(count)d word.", "At most %(count)d words.", MOST) % {"count": MOST}
            )
        for word in words:
            if len(word) > self.longest:
                raise ValidationError(_("“%(word)s…” is too long.") % {"word": word[:30]})
        return words

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return "\n".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def handles_apart(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In one field people write both: `@name` is a handle."""
    handles = tuple(word for word in words if word.startswith("@"))
    return tuple(word for word in words if word not in handles), handles
