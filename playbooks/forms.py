"""What people type about answers, templates and playbooks."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from crisisdesk.web.choices import RowChoice, offer_rows
from crisisdesk.web.refusals import RefusableForm
from incidents.enums import IncidentRole
from mentions.enums import Level
from playbooks.enums import Stage
from playbooks.models import Playbook, ResponseTemplate
from playbooks.queries.composer import SLOT_FIELD, Matter, offered_templates, opening_text
from playbooks.queries.variables import fill
from playbooks.services.playbooks import StepWords
from playbooks.services.responses import TEXT_LIMIT
from playbooks.services.templates import TemplateWords
from risks.models import RiskCategory

LANGUAGES: Final = (("en", _("English")), ("ru", _("Russian")))
MOST_STEPS: Final = 200
SPARE_STEPS: Final = 3  # empty rows at the end of the playbook's table
LONGEST_NOTE: Final = 2_000
MOST_REVISIONS: Final = 2_147_483_647  # what the column holds


def plain_lines(text: str) -> str:
    """A browser ends lines with two characters; the hash and the networks want one."""
    return text.replace("\r\n", "\n")


class ComposerForm(RefusableForm):
    """The text with the revision the person saw; a button may insert a template or put words into the slots."""

    is_kept = False  # the words reached the server; what was refused is what should have followed

    text = forms.CharField(label=_("Text"), required=False, strip=False, max_length=TEXT_LIMIT, widget=forms.Textarea)
    revision = forms.IntegerField(required=False, min_value=0, max_value=MOST_REVISIONS)
    insert = RowChoice(label=_("Template"), required=False)
    action = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, member: Membership, matter: Matter, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.matter = matter
        offer_rows(self, insert=offered_templates(member, matter.brand, matter.stage))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the inputs of the slots."""
        named = {name: value for name, value in self.data.items() if name.startswith(SLOT_FIELD)}
        return {name.removeprefix(SLOT_FIELD): str(value).replace("\0", "") for name, value in named.items()}

    @property
    def seen(self) -> int:
        """0 before there was an answer."""
        return self.cleaned_data["revision"] or 0

    @property
    def action_word(self) -> str:
        return str(self.cleaned_data.get("action", ""))

    @property
    def is_pause(self) -> bool:
        """A pause in the typing, not a deed."""
        return self.action_word == "keep"

    @property
    def wants_submit(self) -> bool:
        return self.action_word in {"submit", "next"}

    @property
    def typed_text(self) -> str:
        return plain_lines(str(self.data.get("text", ""))).replace("\0", "")

    @property
    def composed(self) -> str:
        """The text after what the button did to it. What goes out takes the words of its slots along."""
        text, template = plain_lines(self.cleaned_data["text"]), self.cleaned_data["insert"]
        if template is not None:
            words = opening_text(template, self.matter)
            return f"{text.rstrip()}\n\n{words}" if text.strip() else words
        return fill(text, self.typed) if self.wants_submit or self.action_word == "fill" else text


class DecisionForm(RefusableForm):
    """`text_hash` is of the words on the page."""

    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def decision(self) -> dict[str, str]:
        return {"text_hash": self.cleaned_data["text_hash"], "note": plain_lines(self.cleaned_data["note"])}


class ProofForm(RefusableForm):
    """It is out: where it can be seen, and how somebody knows."""

    address = forms.CharField(
        label=_("Address of the published answer"),
        help_text=_("The link of the post, or the person and the channel."),
        max_length=LONGEST_NOTE,
        error_messages={"required": _("Enter the address where the answer can be seen.")},
    )
    proof = forms.CharField(
        label=_("Proof"),
        help_text=_("How you know: what you saw, where the screenshot is."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how you know that it went out.")},
    )


class DoubtForm(ProofForm):
    """It is not out, or nobody can tell: there is no address, and a word on why is welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class StatementForm(RefusableForm):
    stage = forms.ChoiceField(label=_("Kind"), choices=[(s.value, s.label) for s in Stage if s != Stage.REPLY])
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class TemplateForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    stage = forms.ChoiceField(label=_("Kind"), choices=Stage.choices, initial=Stage.REPLY)
    category = RowChoice(label=_("Category"), required=False, empty_label=_("Any"))
    brand = RowChoice(label=_("Brand"), required=False, empty_label=_("All brands"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_REVISIONS)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's signature
        member: Membership,
        template: ResponseTemplate | None = None,
        **kwargs: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        if template is not None:
            names = ("name", "stage", "category", "brand", "revision")
            texts = {f"text_{row.language}": row.text for row in template.texts.all()}
            kwargs["initial"] = {name: getattr(template, name) for name in names} | texts
        super().__init__(*args, **kwargs)
        brands = Brand.objects.for_member(member).active().order_by("name")
        offer_rows(self, category=RiskCategory.objects.active(), brand=brands)
        self.fields["brand"].required = member.limited
        for language, word in LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                label=word,
                required=False,
                strip=False,
                max_length=TEXT_LIMIT,
                widget=forms.Textarea(attrs={"rows": 9, "lang": language}),
            )

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"text_{language}"] for language, _word in LANGUAGES]

    @property
    def typed_texts(self) -> dict[str, str]:
        """What was sent, good or not: for the preview."""
        sent = {language: str(self.data.get(f"text_{language}", "")) for language, _word in LANGUAGES}
        return {language: plain_lines(text).replace("\0", "")[:TEXT_LIMIT] for language, text in sent.items()}

    @property
    def template_words(self) -> TemplateWords:
        return TemplateWords(**{name: self.cleaned_data[name] for name in TemplateWords.__dataclass_fields__})

    @property
    def texts(self) -> dict[str, str]:
        return {language: plain_lines(self.cleaned_data[f"text_{language}"]) for language, _word in LANGUAGES}


class VoiceForm(RefusableForm):
    banned_words = forms.CharField(
        label=_("Words this brand never says"),
        help_text=_("One word or phrase a line."),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "class": "query"}),
    )

    def clean_banned_words(self) -> list[str]:
        return [word.strip()[:100] for word in self.cleaned_data["banned_words"].splitlines() if word.strip()]


class StepForm(forms.Form):
    """One row of the playbook's table; a row without a title, or one to be removed, is left out."""

    offset_minutes = forms.IntegerField(label=_("T+, minutes"), min_value=0, max_value=525_600, required=False)
    title_en = forms.CharField(label=_("Step in English"), max_length=300, required=False)
    title_ru = forms.CharField(label=_("Step in Russian"), max_length=300, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Anybody")), *IncidentRole.choices], required=False)
    min_level = forms.TypedChoiceField(
        label=_("From level"), choices=[(level.value, level.value) for level in Level], coerce=int, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "in"} | ({"lang": name[-2:]} if name.startswith("title_") else {})

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = self.cleaned_data
        if words.get("title_ru") and not words.get("title_en"):
            words["title_en"] = words["title_ru"]
        if words.get("title_en") and words.get("offset_minutes") is None and "offset_minutes" in words:
            self.add_error("offset_minutes", _("Enter the minutes after the start."))
        return words


StepTable = forms.formset_factory(StepForm, extra=SPARE_STEPS, max_num=MOST_STEPS, validate_max=True, can_delete=True)


class PlaybookForm(RefusableForm):
    """The revision of the table; its rows are `StepTable`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_REVISIONS)

    def __init__(self, data: QueryDict | None = None, *, playbook: Playbook) -> None:
        super().__init__(data, initial={"revision": playbook.revision})
        names = StepWords.__dataclass_fields__
        rows = [{name: getattr(step, name) for name in names} for step in playbook.steps.all()]
        self.table = StepTable(data, initial=rows, prefix="steps")

    def is_valid(self) -> bool:
        return super().is_valid() and self.table.is_valid()

    @property
    def steps(self) -> list[StepWords]:
        rows = (form.cleaned_data for form in self.table.forms if form not in self.table.deleted_forms)
        names = StepWords.__dataclass_fields__
        return [
            StepWords(**{name: row[name] for name in names} | {"min_level": row["min_level"] or 0})
            for row in rows
            if row.get("title_en")
        ]
