"""The one border for text from outside, held against what breaks software."""

import json
import unicodedata

import pytest

from mentions.cleaning import NAME_LIMIT, TEXT_LIMIT, clean_line, clean_text, text_of_html
from tests.outside import DATA, measured

OWN = [
    "nul\0inside",
    "\ud800 alone",
    "\udfff",
    "\u202egnp.exe",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334",
    "a" * 1_000_000,
    "<script>alert(1)</script>",
    "\x1b[31mred",
    "\ufeffmark",
    "e\u0301",
    "line\r\nline\rline\u2028line",
    "",
    " \t\n ",
]


@pytest.mark.parametrize("text", OWN)
def test_what_comes_out_can_be_stored_and_shown(text: str) -> None:
    for clean in (clean_text(text), clean_line(text), text_of_html(text)):
        clean.encode("utf-8")
        assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in clean.replace("\n", ""))
        assert len(clean) <= TEXT_LIMIT
        assert clean == clean.strip() == unicodedata.normalize("NFC", clean)


def test_cleaning_what_is_clean_changes_nothing() -> None:
    for text in OWN:
        assert clean_text(clean_text(text)) == clean_text(text)


def test_ordinary_words_stay_as_they_are() -> None:
    words = "Ёлка, naïve café – «да»! 👩‍👩‍👧 अनुच्छेद\n\nשלום   "

    assert clean_text(words) == words.strip()


def test_broken_letters_are_replaced_and_seen() -> None:
    assert clean_text("a\ud800b\0c\x07d") == "a\N{REPLACEMENT CHARACTER}bcd"


def test_lines_are_kept_and_walls_of_empty_lines_are_not() -> None:
    assert clean_text("one  two\r\n\r\n\r\n\r\n three\r four") == "one two\n\nthree\nfour"
    assert clean_line("one\n two\u2028three") == "one two three"


def test_towers_of_marks_do_not_cover_other_lines() -> None:
    assert len(clean_text("Z" + "\u0351" * 500)) == 5


def test_lengths_are_capped_in_letters() -> None:
    assert len(clean_text("я" * 100_000)) == TEXT_LIMIT
    assert len(clean_line("я" * 1_000)) == NAME_LIMIT


def test_html_becomes_the_words_a_reader_sees() -> None:
    markup = (
        "<p>Tom &amp; <b>Ann</b></p><script>alert(1)</script><ul><li>one<li>two</ul>5 &lt; 6<br>end<style>p{}</style>"
    )

    assert text_of_html(markup) == "Tom & Ann\n\none\ntwo\n5 < 6\nend"


@pytest.mark.parametrize("value", [None, 7, 7.5, True, ["list"], {"a": 1}])
def test_what_is_no_text_is_written_out(value: object) -> None:
    assert clean_text(value) == ("" if value is None else str(value))


@measured
def test_naughty_strings_come_through() -> None:
    for text in json.loads((DATA / "naughty_strings.json").read_text()):
        for clean in (clean_text(text), clean_line(text), text_of_html(text)):
            clean.encode("utf-8")
            assert "\0" not in clean
