"""What people type about risks and categories."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from risks.enums import ALLOWED_MOVES, AssessmentKind, Cluster, RiskStatus
from risks.models import Risk, RiskCategory
from risks.queries.scales import Axis, scale_words
from risks.services.categories import CategoryWords
from risks.services.risks import FirstScore, RiskWords

LONGEST_TEXT = 20_000
MOVE_WORDS = {
    RiskStatus.OPEN: _("Open"),
    RiskStatus.TREATING: _("Treat"),
    RiskStatus.ACCEPTED: _("Accept"),
    RiskStatus.CLOSED: _("Close"),
}


class ScaleFields(RefusableForm):
    """Four questions, each with its five answers in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        for axis in scale_words().axes:
            self.fields[axis.field] = forms.TypedChoiceField(
                label=str(axis.label),
                coerce=int,
                choices=[(step.value, step.name) for step in axis.steps],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a figure from 1 to 5.")},
            )

    @property
    def questions(self) -> list[tuple[Axis, BoundField, str]]:
        """Each axis with its field and the value chosen so far."""
        return [(axis, self[axis.field], str(self[axis.field].value() or "")) for axis in scale_words().axes]


class RiskForm(RefusableForm):
    """The words of a risk. `revision` is the one the person saw."""

    title = forms.CharField(label=_("What may happen"), max_length=200)
    category = RowChoice(label=_("Category"), empty_label=_("Choose"))
    description = forms.CharField(
        label=_("How it would begin and spread"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    treatment = forms.CharField(
        label=_("Treatment"),
        help_text=_("What changes its likelihood or its impact, and who does it."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    words = forms.CharField(
        label=_("Detection words"),
        help_text=_("One word or phrase a line."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "class": "query"}),
    )
    owner = RowChoice(label=_("Owner"), required=False, empty_label=_("Nobody"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, risk: Risk | None = None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        if risk is not None:
            kwargs["initial"] = {
                name: getattr(risk, name)
                for name in ("title", "category", "description", "treatment", "words", "owner", "revision")
            }
        super().__init__(*args, **kwargs)
        categories = RiskCategory.objects.active()
        if risk is not None:  # its own stays in the list, archived or not
            categories |= RiskCategory.objects.filter(pk=risk.category_id)
        offer_rows(self, category=categories, owner=Membership.objects.active().select_related("user"))

    @property
    def risk_words(self) -> RiskWords:
        return RiskWords(**{name: self.cleaned_data[name] for name in RiskWords.__dataclass_fields__})


class NewRiskForm(RiskForm, ScaleFields):
    brand = RowChoice(label=_("Brand"), empty_label=_("Choose"))
    reason = forms.CharField(
        label=_("Why this score"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        offer_rows(self, brand=Brand.objects.for_member(member).active().order_by("name"))

    @property
    def first_score(self) -> FirstScore:
        return FirstScore(**{name: self.cleaned_data[name] for name in FirstScore.__dataclass_fields__})


class ScoreForm(ScaleFields):
    """A new score says why: the figure alone teaches nobody."""

    kind = forms.ChoiceField(label=_("Which score"), choices=AssessmentKind.choices, initial=AssessmentKind.CURRENT)
    reason = forms.CharField(
        label=_("Why this score"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )


class MoveForm(RefusableForm):
    to = forms.ChoiceField(label=_("State"), choices=RiskStatus.choices)
    accepted_until = forms.DateField(
        label=_("Accepted until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, risk: Risk, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        allowed = ALLOWED_MOVES[risk.status]
        self.moves = [(status.value, words) for status, words in MOVE_WORDS.items() if status in allowed]
        self.may_accept = RiskStatus.ACCEPTED in allowed


class CategoryForm(RefusableForm):
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120, required=False)
    code = forms.CharField(label=_("Code"), help_text=_("Short, such as CS. Reports name it."), max_length=8)
    cluster = forms.ChoiceField(
        label=_("Cluster"),
        help_text=_("How much of the blame people give the brand: little to a victim, most when it was preventable."),
        choices=Cluster.choices,
        initial=Cluster.PREVENTABLE,
    )
    words = forms.CharField(
        label=_("Starter words"),
        help_text=_("One word or phrase a line. New risks of this category begin with them."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "class": "query"}),
    )

    def __init__(self, *args: Any, category: RiskCategory | None = None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        if category is not None:
            kwargs["initial"] = {name: getattr(category, name) for name in CategoryWords.__dataclass_fields__}
        super().__init__(*args, **kwargs)

    @property
    def category_words(self) -> CategoryWords:
        return CategoryWords(**{name: self.cleaned_data[name] for name in CategoryWords.__dataclass_fields__})
