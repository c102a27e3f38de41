"""Which language a text is in."""

import pytest

from mentions.classification.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Third week without a refund, support is silent", "en"),
        ("Третью неделю не возвращают деньги, поддержка молчит", "ru"),
        ("Ich warte seit drei Wochen auf mein Geld", "de"),
        ("Llevo tres semanas esperando el reembolso", "es"),
        ("Toujours pas remboursé, le service client ne répond pas", "fr"),
        ("お客様サポートから返事がありません", "ja"),
        ("客服三个星期没有回复", "zh"),
        ("환불을 아직 받지 못했습니다", "ko"),
        ("خدمة العملاء لا ترد", "ar"),
        ("@united https://t.co/abc #fail Потеряли мой чемодан в аэропорту", "ru"),
    ],
)
def test_texts_are_told_by_their_words_and_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  ", "👍👍", "https://example.com/a", "@anna #1", "12345", "!!!"])
def test_without_words_nobody_can_tell(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("hint", "language"),
    [("pl", "pl"), ("pt_BR", "pt"), ("EN-us", "en"), ("und", "ru"), ("", "ru"), ("Russian", "ru"), ("1", "ru")],
)
def test_what_the_source_says_wins_when_it_is_a_code(hint: str, language: str) -> None:
    assert language_of("Потеряли мой чемодан в аэропорту", hint=hint) == language


def test_endless_and_odd_texts_do_no_harm() -> None:
    assert language_of("слово за слово " * 100_000) == "ru"
    assert language_of("line\nline\n\x00") is not None
