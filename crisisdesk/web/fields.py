"""A field of a form in parts: what `components/field.html` puts together."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField


def parts_of(bound: BoundField, hint: str, attrs: Mapping[str, Any], drafts: Any) -> dict[str, Any]:  # noqa: ANN401 -- the shell's drafts
    """`attrs` are the tag's own; `drafts` is the shell's, or nothing where nobody is signed in."""
    widget = bound.field.widget
    described = " ".join(
        filter(None, [f"{bound.auto_id}-hint" if hint else "", f"{bound.auto_id}-err" if bound.errors else ""])
    )
    draft = _draft(drafts, bound, attrs.get("data_draft", ""))
    plain = {name.replace("_", "-"): value for name, value in attrs.items()} | draft.get("attrs", {})
    own = {"aria-describedby": described} if described else {}
    widget.attrs.pop("placeholder", None)  # a placeholder is no label, and the label stands above
    if bound.errors:
        own["aria-invalid"] = "true"
    if _kind(widget) == "input":
        own["class"] = " ".join(filter(None, ["in", widget.attrs.get("class", ""), plain.pop("class", "")]))
    return {
        "bound": bound,
        "hint": hint,
        "kind": _kind(widget),
        "control": bound.as_widget(attrs=own | plain),
        "described": described,
        "optional": not bound.field.required and not isinstance(widget, forms.Select),  # its first choice says so
        "draft_key": attrs.get("data_draft", ""),
        "draft_at": draft.get("at"),
    }


def _draft(drafts: Any, bound: BoundField, key: str) -> dict[str, Any]:  # noqa: ANN401 -- accounts' own; this package imports no app
    """A form that came back keeps what was just sent."""
    if not key or drafts is None:
        return {}
    attrs = {"data-draft-url": drafts.url}
    kept = None if bound.form.is_bound else drafts.get(key)
    if kept is None:
        return {"attrs": attrs}
    bound.initial = kept.text
    return {"attrs": attrs | {"data-draft-at": kept.updated_at.isoformat()}, "at": kept.updated_at}


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "choices" if isinstance(widget, forms.RadioSelect) else "input"  # CheckboxSelectMultiple is a RadioSelect
