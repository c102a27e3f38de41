"""Colours are computed, not guessed: every pair that meets on a page is readable in both themes."""

import itertools
import re
from pathlib import Path

import pytest

from tests.colours import DEFICIENCIES, contrast, distance

STATIC = Path(__file__).resolve().parents[1] / "static"
TOKENS = STATIC / "css/tokens.css"
THEMES = ("light", "dark")

# What stands on what. Text needs 4.5 : 1, shapes and borders 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT = {
    "canvas": ("text", "muted", "faint", "accent", "danger", "ok", "warn"),
    "surface": ("text", "muted", "faint", "accent", "danger", "ok", "warn", "neg", "neu", "pos"),
    "raised": ("text", "muted", "faint"),
    "sunken": ("text", "muted", "faint", "accent"),
    "selected": ("text", "muted", "faint", "accent"),
    "hover": ("text", "muted", "faint", "accent"),
    "mark": ("text",),
    "accent": ("on-accent",),
    "accent-hover": ("on-accent",),
    "danger": ("on-danger",),
    "text": ("surface",),
    "ok-bg": ("ok",),
    "warn-bg": ("warn", "text"),
    "danger-bg": ("danger",),
    "alarm-bg": ("alarm", "text"),
    **{f"lv{level}-bg": (f"lv{level}",) for level in range(5)},
    **{f"fill{level}": (f"on-fill{level}",) for level in range(5)},
    **{f"cell{level}": ("on-cell",) for level in range(5)},
}
SHAPES = {
    "surface": ("line-strong", "focus", "lv4-bg", "spike", *(f"series{number}" for number in range(1, 6))),
    "canvas": ("line-strong", "focus", "lv4-bg"),
    "selected": ("focus",),
    "band": ("series1", "spike"),
    "alarm-bg": ("lv4-bg",),
}
# Colours that must not be taken for each other, and how far apart they stay for everybody (CIEDE2000).
GROUPS = {
    ("fill0", "fill1", "fill2", "fill3", "fill4"): 12,
    ("neg", "neu", "pos"): 12,
    ("lv0-bg", "lv1-bg", "lv2-bg", "lv3-bg", "lv4-bg"): 7,
    ("cell0", "cell1", "cell2", "cell3", "cell4"): 7,
}


def tokens(theme: str) -> dict[str, str]:
    """What a browser computes: the plain value, replaced by `light-dark(light, dark)` where there is one."""
    css = TOKENS.read_text()
    plain = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", css))
    both = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), ?(#[0-9A-Fa-f]{6})\);", css)
    }
    return plain | {name: values[THEMES.index(theme)] for name, values in both.items()}


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_and_shape_is_readable_where_it_stands(theme: str) -> None:
    colours = tokens(theme)
    pairs = [(on, name, 4.5) for on, names in TEXT.items() for name in names]
    pairs += [(on, name, 3.0) for on, names in SHAPES.items() for name in names]

    faint = [
        f"{name} on {on}: {contrast(colours[name], colours[on]):.2f} of {need}"
        for on, name, need in pairs
        if contrast(colours[name], colours[on]) < need
    ]

    assert faint == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_levels_and_tones_stay_apart_for_every_eye(theme: str, deficiency: str) -> None:
    colours = tokens(theme)

    close = [
        f"{one} and {other}: {distance(colours[one], colours[other], deficiency):.1f} of {least}"
        for group, least in GROUPS.items()
        for one, other in itertools.combinations(group, 2)
        if distance(colours[one], colours[other], deficiency) < least
    ]

    assert close == []


def test_light_theme_without_light_dark_is_the_same_light_theme() -> None:
    css = TOKENS.read_text()
    plain = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", css))

    assert {name: colour for name, colour in tokens("light").items() if plain[name] != colour} == {}


def test_colours_are_named_in_one_file() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\s*[{,.:\[>+~)])|\b(rgba?|hsla?|oklch)\(")

    strays = [
        f"{file.relative_to(STATIC)}:{number}"
        for file in (STATIC / "css").rglob("*.css")
        if file != TOKENS
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if literal.search(line)
    ]

    assert strays == []


def test_every_token_in_use_exists() -> None:
    known = set(re.findall(r"--([\w-]+):", TOKENS.read_text()))
    used = {
        name for file in (STATIC / "css").rglob("*.css") for name in re.findall(r"var\(--([\w-]+)", file.read_text())
    }

    assert used - known == set()


def test_the_stylesheet_names_every_component() -> None:
    named = set(re.findall(r'@import "components/([\w-]+\.css)"', (STATIC / "css/app.css").read_text()))

    assert named == {file.name for file in (STATIC / "css/components").glob("*.css")}
