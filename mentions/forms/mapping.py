"""Which column of a stranger's table becomes which of our fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.zones import UTC, ZoneField, is_zone
from mentions.models import FileImport
from mentions.queries.imports import Sample
from mentions.queries.source_history import Outcome
from mentions.sources.mapping import FIELDS, PRESET_WORDS, PRESETS, guess_mapping

MOST_COLUMNS: Final = 100
SAMPLE_LENGTH: Final = 80
WORDS: Final = ("text", "title", "url")


@dataclass(frozen=True)
class Column:
    """`samples` are what its first rows hold."""

    name: str
    samples: list[str]
    choice: BoundField

    @property
    def chosen(self) -> str:
        return str(self.choice.value() or "")


class MappingForm(RefusableForm):
    time_zone = ZoneField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Of times that name none."), initial=UTC
    )
    network = forms.CharField(
        label=gettext_lazy("Network"),
        help_text=gettext_lazy("Where no column names it."),
        max_length=40,
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's signature
        columns: Sequence[str],
        rows: Sequence[Mapping[str, str]] = (),
        mapping: Mapping[str, str],
        zone: str = UTC,
        **kwargs: Any,  # noqa: ANN401 -- the same
    ) -> None:
        """`mapping` is where it begins: our field → their column, as `mentions.sources.mapping` has it."""
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = zone
        self.fields["network"].initial = mapping.get("network=", "")
        self.zone = zone
        self.names = list(columns)[:MOST_COLUMNS]
        self.rows = rows
        fields = {column: field for field, column in mapping.items()}
        for number, name in enumerate(self.names):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("", gettext_lazy("Leave out")), *FIELDS.items()],
                initial=fields.get(name, ""),
            )

    @property
    def columns(self) -> list[Column]:
        return [Column(name, self._samples(name), self[f"column_{number}"]) for number, name in enumerate(self.names)]

    def _samples(self, name: str) -> list[str]:
        values = (row.get(name, "").strip() for row in self.rows)
        return list(dict.fromkeys(value[:SAMPLE_LENGTH] for value in values if value))[:2]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: dict[str, str] = {}
        for number, name in enumerate(self.names):
            field = data.get(f"column_{number}")
            if field in chosen:
                words = {"first": chosen[field], "second": name, "field": FIELDS[field]}
                self.add_error(
                    f"column_{number}", _("Both “%(first)s” and “%(second)s” would be the %(field)s. Keep one.") % words
                )
            elif field:
                chosen[field] = name
        if not any(field in chosen for field in WORDS):
            self.add_error(None, _("Choose at least one column for the text, the title or the link."))
        return data

    @property
    def mapping(self) -> dict[str, str]:
        data = self.cleaned_data
        chosen = {data[f"column_{number}"]: name for number, name in enumerate(self.names)}
        constant = {"network=": data["network"]} if data["network"] and "network" not in chosen else {}
        return {field: name for field, name in chosen.items() if field} | constant


class FileMappingForm(MappingForm):
    """Its choices may be laid down by a preset; then they are those of the preset, not of the person."""

    preset = forms.ChoiceField(
        label=gettext_lazy("Whose export it is"),
        required=False,
        choices=[("", gettext_lazy("Recognise it")), *((name, words) for name, words in PRESET_WORDS.items())],
    )

    def __init__(self, data: QueryDict | None = None, *, upload: FileImport, sample: Sample) -> None:
        self.sample = sample
        words: dict[str, Any] = {"columns": sample.columns, "rows": sample.rows, "zone": upload.time_zone}
        preset = data.get("preset", "") if data else ""
        if data and "use_preset" in data:
            mapping = guess_mapping(sample.columns, preset if preset in PRESETS else "")
            words["zone"] = data.get("time_zone") if is_zone(data.get("time_zone", "")) else upload.time_zone
            super().__init__(None, mapping=mapping, initial={"preset": preset}, **words)
        else:
            super().__init__(data, mapping=upload.mapping, **words)
        self.is_final = bool(data) and "confirm" in (data or {})

    @property
    def status(self) -> int:
        """A preview is no refusal."""
        return super().status if self.is_final else 200

    @property
    def outcomes(self) -> list[Outcome]:
        """Of the choices as they are now; none while they contradict each other."""
        if not self.is_bound:
            fields = {column.chosen: column.name for column in self.columns if column.chosen}
            network = self.fields["network"].initial
            return self.sample.outcomes(fields | ({"network=": network} if network else {}), self.zone)
        return self.sample.outcomes(self.mapping, self.cleaned_data["time_zone"]) if self.is_valid() else []
