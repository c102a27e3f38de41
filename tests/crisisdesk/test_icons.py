import re
from pathlib import Path

import pytest

from crisisdesk.web.badges import BANDS, LEVELS, STATUSES
from crisisdesk.web.icons import ICONS, icon
from crisisdesk.web.navigation import PLACES, SETTINGS, SETTINGS_PLACES

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.mark.parametrize("name", ICONS)
def test_every_meaning_has_a_drawing(name: str) -> None:
    assert re.fullmatch(r'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">(<[a-z]+ [^<>]*/>)+</svg>', icon(name))


def test_everything_that_shows_a_state_names_a_known_icon() -> None:
    named = {look.icon for look in [*LEVELS, *BANDS.values()]}
    named |= {drawing for drawing, _css in STATUSES.values()}
    named |= {place.icon for place in [*PLACES, SETTINGS, *SETTINGS_PLACES]}

    assert named - set(ICONS) == set()


def test_templates_name_icons_that_exist() -> None:
    used = {name for file in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', file.read_text())}

    assert [name for name in used if not icon(name)] == []


def test_the_large_one_and_its_own_class() -> None:
    assert icon("queue", large=True, classes="out").startswith('<svg class="i i18 out"')
