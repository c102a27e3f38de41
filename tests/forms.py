"""The forms of a page, as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

TYPED: Final = {"text", "search", "email", "url", "tel", "password", "number", "date", "datetime-local", "time"}
Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """`typed` are the names of fields into which people write; `sent` is all that goes out when nobody does."""

    action: str
    method: str
    sent: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)

    @property
    def chosen(self) -> set[str]:
        """What people only choose, or never see."""
        return self.sent.keys() - self.typed - {"csrfmiddlewaretoken"}


def forms_of(page: str, url: str) -> list[Form]:
    reader = _Reader(url)
    reader.feed(page)
    return [*reader.forms.values()]


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: dict[str, Form] = {}  # by id: a field may stand outside of its form
        self.form: Form | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "form":
            action, method = urljoin(self.url, values.get("action", "")), values.get("method", "get").upper()
            self.form = self.forms.setdefault(values.get("id") or f"#{len(self.forms)}", Form(action, method))
        form = self.forms.get(values["form"]) if "form" in values else self.form
        if form is None:
            return
        if tag in {"input", "button"}:
            self._input(form, tag, values)
        elif tag == "textarea" and (name := values.get("name")):
            form.sent[name], self.textarea = "", name
            form.typed.add(name)
        elif tag == "select" and (name := values.get("name")):
            form.sent[name], self.select = "", name
        elif tag == "option" and self.select and ("selected" in values or not form.sent[self.select]):
            form.sent[self.select] = values.get("value", "")

    def _input(self, form: Form, tag: str, values: dict[str, str]) -> None:
        name, kind = values.get("name"), values.get("type", "submit" if tag == "button" else "text")
        if not name or (kind in {"checkbox", "radio"} and "checked" not in values and name in form.sent):
            return
        if kind == "submit":
            form.sent.setdefault(name, values.get("value", ""))
            return
        form.sent[name] = values.get("value", "on" if kind == "checkbox" else "")
        if kind in TYPED:
            form.typed.add(name)

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form:
            self.form.sent[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in {"select", "textarea"}:
            self.select = self.textarea = ""


def distinct(forms: Iterator[Form]) -> list[Form]:
    """One of those that differ only in what they show."""
    return [*{(form.method, form.action, *sorted(form.sent)): form for form in forms}.values()]
