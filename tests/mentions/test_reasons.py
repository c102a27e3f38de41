"""Reasons are written down in English and read in the reader's language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from crisisdesk import catalogue
from mentions.templatetags.reasons import WITH_WORDS, reader_words

ROOT = Path(__file__).resolve().parents[2]
WRITERS = (
    ROOT / "crisisdesk/web/guarded_http.py",
    ROOT / "mentions/services/imports.py",
    *sorted((ROOT / "mentions/sources").rglob("*.py")),  # a kind to come is among them
)


@pytest.fixture
def russian() -> Iterator[None]:
    catalogue.compile_changed()
    with translation.override("ru"):
        yield


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("The file is empty.", "Файл пуст."),
        ("The host refuses to show the feed (403).", "Сервер отказывается показать ленту (403)."),
        ("The time “half\npast 100 %(x)s” cannot be read.", "Время «half\npast 100 %(x)s» не читается."),
        ("RuntimeError: the model is gone", "Непредвиденная ошибка: RuntimeError: the model is gone"),
        ("The worker died 3 times over this.", "Обработчик упал на этом 3 раза подряд."),
    ],
)
def test_a_reason_is_said_in_the_readers_language(written: str, read: str, russian: None) -> None:
    assert reader_words(written) == read


def test_in_english_it_stays_as_it_is() -> None:
    assert [reader_words(sentence) for sentence in WITH_WORDS] == list(WITH_WORDS)


def test_every_sentence_with_a_figure_that_may_be_written_down_is_known() -> None:
    written = {
        sentence for writer in WRITERS for sentence in re.findall(r'_\(\s*"([^"]*%\(\w+\)s[^"]*)"', writer.read_text())
    }

    assert written == set(WITH_WORDS)
