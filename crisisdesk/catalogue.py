"""The words in other languages: what code and templates say, what is translated, what a server reads.

No program of GNU gettext is needed. Django itself turns a template into calls of gettext, Babel
reads those and writes catalogues. `python -m crisisdesk.catalogue` compiles what has changed.
"""

import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
RUSSIAN: Final = ROOT / "locale/ru/LC_MESSAGES/django.po"
PARTS: Final = ROOT / "locale/ru/parts"
HEADER: Final = r"""msgid ""
msgstr ""
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
"n%10==0 || n%10>=5 || (n%100>=11 && n%100<=14) ? 2 : 3);\n"

"""
KEYWORDS: Final = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACE: Final = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# What is said once and never by us: tests, and what packages bring with their own catalogues.
SKIPPED: Final = {"tests", "benchmarks", "migrations", ".venv", ".crisisdesk", "node_modules"}


def compile_changed() -> None:
    for source in ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime:
            with BytesIO() as stream:
                write_mo(stream, _read(source))
                compiled.write_bytes(stream.getvalue())


def said() -> Catalog:
    """Every sentence that code and templates pass to gettext."""
    catalogue = _read_text(HEADER)
    for file in sorted(_sources()):
        text = file.read_text()
        if file.suffix != ".py":
            text = _as_calls(text)
        for _line, words, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
            catalogue.add(words, context=context)
    return catalogue


def translated() -> Catalog:
    """What is said, with the Russian of the catalogue; the parts, written beside it, come first."""
    known = [_read(file) for file in [*sorted(PARTS.glob("*.po")), RUSSIAN] if file.exists()]
    catalogue = said()
    for message in _messages(catalogue):
        found = [same for part in known if (same := part.get(message.id, message.context)) and _is_complete(same)]
        if found:
            message.string = found[0].string
    return catalogue


def as_text(catalogue: Catalog) -> str:
    with BytesIO() as stream:
        write_po(stream, catalogue, width=120, omit_header=True, sort_output=True, no_location=True)
        return HEADER + stream.getvalue().decode().lstrip("\n")


def faults(catalogue: Catalog) -> Iterator[str]:
    """One sentence for each message that Russian readers would see in English or broken."""
    for message in _messages(catalogue):
        ids = [message.id] if isinstance(message.id, str) else message.id
        first, last = ids[0], ids[-1]
        if not _is_complete(message):
            yield f"No Russian for: {first!r}"
        elif any(_places(form) != _places(last) for form in _forms(message)):
            yield f"The Russian names other values than: {first!r}"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(message: Message) -> list[str]:
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [form or "" for form in forms]


def _is_complete(message: Message) -> bool:
    return all(_forms(message)) and "fuzzy" not in message.flags


def _places(text: str) -> list[str]:
    return sorted(set(PLACE.findall(text)))


def _sources() -> Iterator[Path]:
    for pattern in ("*/**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        yield from (file for file in ROOT.glob(pattern) if not SKIPPED & set(file.relative_to(ROOT).parts))


def _as_calls(template: str) -> str:
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- to compile needs no Django

    return f"({templatize(template)})"  # inside brackets the lines of a page are no indentation


def _read(file: Path) -> Catalog:
    text = file.read_text()
    return _read_text(text if "Plural-Forms" in text else HEADER + text)


def _read_text(text: str) -> Catalog:
    return read_po(StringIO(text), locale="ru", abort_invalid=True)


if __name__ == "__main__":
    compile_changed()
