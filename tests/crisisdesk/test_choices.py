import pytest
from django import forms

from crisisdesk.web.choices import RowChoice, offer_rows
from risks.models import RiskCategory
from tests.factories import Tenant, make_category


class CategoryChoice(forms.Form):
    category = RowChoice(empty_label="Choose")
    words = forms.CharField(required=False)


def test_rows_are_offered_by_their_names(inside: Tenant) -> None:
    row = make_category(inside.id, name_en="Safety")
    form = CategoryChoice({"category": str(row.pk)})
    offer_rows(form, category=RiskCategory.objects.all())

    assert form.is_valid()
    assert form.cleaned_data["category"] == row
    assert [str(label) for _, label in form.fields["category"].choices] == ["Choose", "Safety"]  # type: ignore[attr-defined]  # a choice has choices


def test_a_row_that_was_not_offered_cannot_be_chosen(inside: Tenant) -> None:
    row = make_category(inside.id)
    form = CategoryChoice({"category": str(row.pk)})
    offer_rows(form, category=RiskCategory.objects.exclude(pk=row.pk))

    assert list(form.errors) == ["category"]


def test_only_choices_are_offered_rows() -> None:
    with pytest.raises(TypeError, match="words"):
        offer_rows(CategoryChoice(), words=RiskCategory.objects.none())
