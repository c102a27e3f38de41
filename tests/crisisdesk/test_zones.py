"""Time zones as people look for them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from crisisdesk.web.zones import ZoneField, is_zone, zone_choices


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/Moscow", "Moscow, UTC+3"),
        ("ru", "Europe/Moscow", "Москва, UTC+3"),
        ("ru", "Asia/Kolkata", "Калькутта, UTC+5:30"),
        ("en", "Africa/Abidjan", "Abidjan, UTC"),
        ("en", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city_in_the_language_of_the_page(language: str, zone: str, words: str) -> None:
    with translation.override(language):
        assert dict(zone_choices())[zone] == words


def test_each_place_is_offered_once_in_the_order_of_its_name() -> None:
    with translation.override("en"):
        choices = zone_choices()

    zones, words = [zone for zone, _ in choices], [words.rsplit(",", 1)[0] for _, words in choices[1:]]
    assert len(zones) == len(set(zones))
    assert words == sorted(words, key=str.casefold)
    assert ("Europe/Kiev" in zones, "Europe/Kyiv" in zones) == (False, True)


def test_the_west_has_a_minus() -> None:
    with translation.override("en"):
        assert dict(zone_choices())["America/Phoenix"] == "Phoenix, UTC\u22127"


def test_any_known_name_is_taken_and_no_other() -> None:
    field = ZoneField()

    assert [field.clean(name) for name in ("UTC", "Europe/Moscow", "Asia/Calcutta")]
    assert ZoneField(required=False, empty_label="None").clean("") == ""
    for odd in ("", "Mars/Base", "../../etc/passwd", "x\x00"):
        assert not is_zone(odd)
        with pytest.raises(ValidationError):
            field.clean(odd)
