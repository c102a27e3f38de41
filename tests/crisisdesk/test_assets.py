import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parents[2]
STYLESHEET_BYTES = 13_400  # of all pages at once; a whole first visit is held to 80 kB in tests/e2e/bars.py
SCRIPT_BYTES = 34_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "crisisdesk.web.assets.AssetStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)  # as every start does
    return folder


def one(served: Path, pattern: str) -> Path:
    (file,) = served.glob(pattern)
    return file


def sent(file: Path) -> int:
    """Bytes on the wire to a browser that knows Brotli."""
    return file.with_name(f"{file.name}.br").stat().st_size


def test_the_stylesheet_travels_as_one_file_with_every_rule(served: Path) -> None:
    css = one(served, "css/app.*.css").read_text()

    assert "@import" not in css
    for file in (ROOT / "static/css").rglob("*.css"):
        for name in set(re.findall(r"^  \.([\w-]+)[ ,{]", file.read_text(), re.MULTILINE)):
            assert f".{name}" in css, name


def test_modules_name_each_other_by_hash(served: Path) -> None:
    imports = re.findall(r'from "\./([^"]+)"', one(served, "js/hx.*.js").read_text())

    assert [re.sub(r"\.[0-9a-f]{12}\.", ".", name) for name in imports] == ["toasts.js", "words.js"]
    assert all((served / "js" / name).is_file() for name in imports)


def test_a_first_visit_is_light(served: Path) -> None:
    scripts = [*served.glob("js/*.????????????.js"), *served.glob("django_htmx/htmx-2.min.????????????.js")]

    assert sent(one(served, "css/app.*.css")) <= STYLESHEET_BYTES
    assert len(scripts) == 9
    assert sum(sent(file) for file in scripts) <= SCRIPT_BYTES
