"""Rows of a file as people export them: CSV of any delimiter and encoding, JSON Lines, XLSX."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from crisisdesk.errors import DomainError
from crisisdesk.letters import storable
from mentions.sources.encoding import decoded

FILE_LIMIT: Final = 50 * 1024 * 1024
CELL_LIMIT: Final = 1_000_000
SAMPLE: Final = 64 * 1024
DELIMITERS: Final = ",;\t|"
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"  # sheets of before 2007
UNPACKED_LIMIT: Final = 400 * 1024 * 1024
END: Final = "\0"  # no table holds this letter
DELIMITER_SAID: Final = re.compile(r"^sep=([,;\t|])\r?\n", re.IGNORECASE)  # a line for one spreadsheet program

Row = dict[str, str]


class UnreadableFileError(DomainError):
    """The file as a whole cannot be read; its sentence is for the person who chose it."""


def read_rows(filename: str, content: bytes) -> Iterator[tuple[int, Row]]:
    """(number as a spreadsheet shows it, cells by column name). Raises UnreadableFileError, also half-way."""
    if not content.strip():
        raise UnreadableFileError(_("The file is empty."))
    if len(content) > FILE_LIMIT:
        raise UnreadableFileError(_("The file is larger than %(size)s MB. Split it.") % {"size": FILE_LIMIT // 1024**2})
    if content.startswith((ZIP, OLE)):
        return _read_sheet(content)
    text = decoded(content)
    if filename.lower().endswith((".jsonl", ".ndjson", ".json")) or text.lstrip().startswith("{"):
        return _read_json(text)
    return _read_delimited(text)


def _read_delimited(text: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(CELL_LIMIT)
    delimiter, table = _delimiter(text)
    written = chain(io.StringIO(table.replace("\0", ""), newline=""), [END])
    lines = csv.reader(written, delimiter=delimiter, strict=False)
    try:
        header = _header(next(lines, []))
        for number, cells in enumerate(lines, 2):
            if cells[-1:] and cells[-1].endswith(END):
                _refuse_open_quote(number, cells)
            elif any(cell.strip() for cell in cells):
                yield number, _row(header, cells)
    except csv.Error as error:
        raise UnreadableFileError(
            _("Line %(line)s cannot be read as a table row.") % {"line": lines.line_num}
        ) from error


def _refuse_open_quote(number: int, cells: list[str]) -> None:
    """The end stands in a row of its own, unless a quotation mark has swallowed it with all rows in between."""
    if cells != [END]:
        raise UnreadableFileError(
            _("Row %(row)s opens a quotation mark that is never closed, so nothing after it can be read.")
            % {"row": number}
        )


def _delimiter(text: str) -> tuple[str, str]:
    """The mark between cells, and the table without a line that only names it."""
    if said := DELIMITER_SAID.match(text):
        return said.group(1), text[said.end() :]
    first = text[:SAMPLE].split("\n", 1)[0]
    return max(DELIMITERS, key=first.count), text


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lstrip("\ufeff") or f"column {place}" for place, cell in enumerate(cells, 1)]
    if not names:
        raise UnreadableFileError(_("The first row must name the columns."))
    seen: dict[str, int] = {}
    for place, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            names[place] = f"{name} {seen[name]}"
    return names


def _row(header: list[str], cells: list[str]) -> Row:
    return dict(zip(header, cells, strict=False))


def _read_json(text: str) -> Iterator[tuple[int, Row]]:
    """One object a line, or one list of objects."""
    if text.lstrip().startswith("["):
        whole = _value(text)
        if not isinstance(whole, list):
            raise UnreadableFileError(_("The list in this file is not JSON. It may be cut off."))
        yield from ((number, _object(value)) for number, value in enumerate(whole, 1))
        return
    # Not `splitlines`: other line ends than this one may stand inside a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _object(_value(line))


def _value(text: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value: Any) -> Row:  # noqa: ANN401 -- whatever JSON holds
    """What is no object is an empty row: whoever reads it says so for that row."""
    return {storable(str(key)): _cell(cell) for key, cell in value.items()} if isinstance(value, dict) else {}


def _cell(value: Any) -> str:  # noqa: ANN401 -- whatever JSON or a sheet holds
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return storable(json.dumps(value, ensure_ascii=False))
    return value.isoformat() if hasattr(value, "isoformat") else storable(str(value))


def _read_sheet(content: bytes) -> Iterator[tuple[int, Row]]:
    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).iter_rows()
        header: list[str] | None = None
        for number, cells in enumerate(rows, 1):
            texts = [_number_as_written(cell) for cell in cells]
            if header is None:
                header = _header(texts)
            elif any(text.strip() for text in texts):
                yield number, _row(header, texts)
    except (CalamineError, IndexError) as error:
        raise UnreadableFileError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error


def _refuse_bomb(content: bytes) -> None:
    """A sheet is unpacked as a whole, so it must say beforehand how large it will be."""
    if not content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableFileError(_("This is not a spreadsheet that can be read. Save it as XLSX or CSV.")) from error
    if unpacked > UNPACKED_LIMIT:
        raise UnreadableFileError(_("The spreadsheet is too large when unpacked. Split it or save it as CSV."))


def _number_as_written(cell: Any) -> str:  # noqa: ANN401 -- whatever a sheet holds
    """A sheet keeps 5 as 5.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else _cell(cell)
