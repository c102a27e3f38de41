"""What an incident did to its brand, beside what the register had expected."""

from dataclasses import dataclass

from django.utils.functional import Promise

from incidents.queries.post_mortem import Document
from risks.queries.scales import Axis, ScaleStep, scale_words


@dataclass(frozen=True)
class ImpactRow:
    label: str | Promise
    expected: ScaleStep | None
    actual: ScaleStep | None


def impact_rows(document: Document) -> list[ImpactRow]:
    expected = document.risk.expected if document.risk else {}
    return [
        ImpactRow(axis.label, _step(axis, expected.get(axis.field)), _step(axis, document.impact.get(axis.field)))
        for axis in scale_words().impact
    ]


def _step(axis: Axis, value: int | None) -> ScaleStep | None:
    return next((step for step in axis.steps if step.value == value), None)
