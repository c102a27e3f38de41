"""A row chosen in a form. Which rows are offered depends on who asks, so it is said when the form is made."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Any]
else:
    _Choice = forms.ModelChoiceField


class RowChoice(_Choice):
    """Each row is called by its name. A form that forgets to offer rows fails at once, instead of offering all."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- the field's own words
        super().__init__(queryset=None, **kwargs)

    def label_from_instance(self, obj: Model) -> str:
        return str(obj.name)  # type: ignore[attr-defined]  # every row that is offered has one


def offer_rows(form: forms.Form, **offered: QuerySet[Any]) -> None:
    """By the name of the field; a row that is not among them cannot be chosen."""
    for name, rows in offered.items():
        field = form.fields[name]
        if not isinstance(field, RowChoice):
            raise TypeError(f"{name} is no RowChoice")
        field.queryset = rows
