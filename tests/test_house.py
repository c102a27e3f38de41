"""The rules of the house that no linter knows. Each reads the tree as it is."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crisisdesk", "accounts", "notifications", "risks", "mentions", "incidents", "playbooks")
FILE_LINES = 300
FUNCTION_LINES = 40
VIEW_LINES = 15
NAMELESS = {"utils", "helpers", "common", "misc", "core"}


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (file for file in (ROOT / room).rglob("*.py") if "migrations" not in file.parts)


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1  # decorators do not count


def where(file: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.stmt) else ""
    return f"{file.relative_to(ROOT)}{line}"


def test_no_file_is_longer_than_300_lines() -> None:
    files = [*sources(*ROOMS, "tests", "benchmarks"), *(ROOT / "static").rglob("*.js")]

    assert [where(file) for file in files if len(file.read_text().splitlines()) > FILE_LINES] == []


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        where(file, node)
        for file in sources(*ROOMS, "tests", "benchmarks")
        for node in functions(file)
        if length(node) > FUNCTION_LINES
    ]

    assert long == []


def test_no_view_is_longer_than_15_lines() -> None:
    views = [file for file in sources(*ROOMS) if file.name == "views.py" or "views" in file.parts]
    long = [
        where(file, node)
        for file in views
        for node in functions(file)
        if node.args.args and node.args.args[0].arg == "request" and length(node) > VIEW_LINES
    ]

    assert long == []


def test_no_script_of_the_browser_is_longer_than_100_lines() -> None:
    long = [where(file) for file in (ROOT / "static/js").rglob("*.js") if len(file.read_text().splitlines()) > 100]

    assert long == []


def test_files_are_named_by_a_noun_of_the_trade() -> None:
    nameless = [where(file) for file in sources(*ROOMS) if {file.stem, *file.relative_to(ROOT).parts} & NAMELESS]

    assert nameless == []


def test_views_neither_save_nor_chain_filters() -> None:
    views = [file for file in sources(*ROOMS) if file.name == "views.py" or "views" in file.parts]
    offences = [
        f"{where(file)}:{number}"
        for file in views
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(r"\.save\(|\.create\(|\.update\(|\.delete\(|\.filter\([^)]*\)\.(filter|exclude)\(", line)
    ]

    assert offences == []


def test_a_broad_except_stands_only_at_the_border_of_a_task() -> None:
    broad = [
        where(file)
        for file in sources(*ROOMS)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]

    assert broad == ["crisisdesk/work.py"]


def test_every_use_of_every_organization_says_why() -> None:
    silent = []
    for file in sources(*ROOMS):
        lines = file.read_text().splitlines()
        silent += [
            f"{where(file)}:{number + 1}"
            for number, line in enumerate(lines)
            if "with every_organization()" in line and "#" not in line and "#" not in lines[number - 1]
        ]

    assert silent == []


def test_no_waiver_without_a_reason() -> None:
    bare = [
        f"{where(file)}:{number}"
        for file in sources(*ROOMS, "tests", "benchmarks")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if re.search(r"# (noqa|type: ignore)", line) and not re.search(r"# noqa: [A-Z0-9, ]+ -- |\]  # ", line)
    ]

    assert [place for place in bare if "test_house" not in place] == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_in_a_comment(word: str) -> None:
    left = [where(file) for file in sources(*ROOMS) if re.search(rf"#.*\b{word}\b", file.read_text())]

    assert left == []


def test_no_templates_carry_style_or_script_of_their_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", re.IGNORECASE)
    offences = [
        f"{where(file)}:{number}"
        for file in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if inline.search(line)
    ]

    assert offences == []


def test_the_environment_is_read_in_one_place() -> None:
    reading = re.compile(r"os\.environ(\[|\.get\()|getenv\(")
    readers = {where(file) for file in sources(*ROOMS) if reading.search(file.read_text())}

    assert readers == {
        "crisisdesk/settings/env.py",
        "crisisdesk/embedded.py",  # starts the database that the settings ask for
        "crisisdesk/postgres_programs.py",  # the same, one step earlier
    }


def test_no_file_names_a_host_of_a_package_registry() -> None:
    hosts = re.compile(r"pypi[.]org|pythonhosted[.]|npmjs[.]|crates[.]io|rubygems[.]|proxy[.]golang[.]")
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")  # noqa: S607 -- whichever git there is
    texts = (ROOT / name for name in kept if name and not name.endswith((".woff2", ".png", ".ftz", ".svg")))

    assert [where(file) for file in texts if file.is_file() and hosts.search(file.read_text(errors="ignore"))] == []


def test_make_check_asks_whether_imports_run_one_way() -> None:
    check = (ROOT / "Makefile").read_text().split("\ncheck:", 1)[1].split("\n\n", 1)[0]

    assert "$(BIN)/lint-imports" in check
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert contracts["root_packages"] == list(ROOMS)
    assert [contract["type"] for contract in contracts["contracts"]] == ["layers", "layers"]
