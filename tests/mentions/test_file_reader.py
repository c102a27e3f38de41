"""Files as people export them."""

import io
import json
import zipfile
from datetime import datetime

import openpyxl
import pytest

from mentions.sources.file_reader import Row, UnreadableFileError, read_rows

TABLE = "дата,текст\r\n2026-03-01,Потеряли чемодан в аэропорту\r\n2026-03-02,Чемодан нашёлся, спасибо\r\n"


def rows(content: bytes, filename: str = "export.csv") -> list[tuple[int, Row]]:
    return list(read_rows(filename, content))


def sheet(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_are_read_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str) -> None:
    table = 'дата,текст\r\n2026-03-01,"Потеряли чемодан в аэропорту, никто не отвечает"\r\n'.replace(",", delimiter)

    [(number, row)] = rows(table.encode(encoding))

    assert number == 2
    assert list(row.values()) == ["2026-03-01", f"Потеряли чемодан в аэропорту{delimiter} никто не отвечает"]


def test_cells_may_hold_line_ends_quotes_and_delimiters() -> None:
    assert rows(b'a,b\n"one\ntwo","say ""no"", please"\n') == [(2, {"a": "one\ntwo", "b": 'say "no", please'})]


def test_ragged_rows_nameless_and_doubled_columns_lose_nothing_that_has_a_name() -> None:
    assert rows(b"a,,a\n1\n1,2,3,4\n\n,,\n5,6,7\n") == [
        (2, {"a": "1"}),
        (3, {"a": "1", "column 2": "2", "a 2": "3"}),
        (6, {"a": "5", "column 2": "6", "a 2": "7"}),
    ]


def test_a_line_that_only_names_the_delimiter_is_no_header() -> None:
    assert rows(b"sep=;\r\na;b\r\n1;2,5\r\n") == [(2, {"a": "1", "b": "2,5"})]


def test_lines_of_json_are_rows_and_odd_lines_are_empty_ones() -> None:
    lines = ['{"a": 1, "b": null, "c": {"d": "é"}, "e": "x\u2028y"}', "", "no json", "[1]", "[" * 5_000]

    read = rows("\n".join(lines).encode(), "export.jsonl")

    assert read == [(1, {"a": "1", "b": "", "c": '{"d": "é"}', "e": "x\u2028y"}), (3, {}), (4, {}), (5, {})]


def test_what_no_page_and_no_database_holds_is_replaced() -> None:
    content = rb'{"a\u0000": "\ud800", "b": ["\udfff"], "c": "x\u0000y"}'

    assert rows(content, "export.jsonl") == [(1, {"a\ufffd": "\ufffd", "b": '["\ufffd"]', "c": "x\ufffdy"})]


def test_a_quoted_text_may_stand_over_several_lines_and_end_the_file() -> None:
    assert rows(b'a,b\n1,"x\ny"') == [(2, {"a": "1", "b": "x\ny"})]


def test_a_list_of_objects_is_rows_too() -> None:
    assert rows(json.dumps([{"a": 1}, 7]).encode(), "export.json") == [(1, {"a": "1"}), (2, {})]
    with pytest.raises(UnreadableFileError, match="cut off"):
        rows(b'[{"a": 1}, {"a"', "export.json")


def test_sheets_are_read_as_they_are_shown() -> None:
    noon = datetime(2026, 3, 1, 12, 30)  # noqa: DTZ001 -- a cell of a sheet has no zone
    content = sheet(["id", "time", "text"], [5, noon, None], [], [5.5, None, "Bag"])

    assert rows(content, "export.xlsx") == [
        (2, {"id": "5", "time": "2026-03-01T12:30:00", "text": ""}),
        (4, {"id": "5.5", "time": "", "text": "Bag"}),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"PK\x03\x04 no zip", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0 no sheet", "not a spreadsheet"),
        (b'a\n"' + b"x" * 1_100_000 + b'"\n', "Line 2 cannot be read"),
        (b'a,b\n1,"x\n2,y\n3,z\n', "Row 2 opens a quotation mark"),
    ],
)
def test_what_is_no_table_says_so(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        rows(content)


def test_a_sheet_that_is_a_bomb_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(5):
            parts.writestr(f"xl/worksheets/sheet{number}.xml", bytes(100 * 1024 * 1024))

    with pytest.raises(UnreadableFileError, match="too large"):
        rows(stream.getvalue(), "bomb.xlsx")


def test_the_rows_before_a_broken_one_are_read() -> None:
    reader = read_rows("export.csv", b"a\n1\n2\n" + b"x" * 1_100_000 + b"\n3\n")

    assert [next(reader), next(reader)] == [(2, {"a": "1"}), (3, {"a": "2"})]
    with pytest.raises(UnreadableFileError):
        next(reader)
